/** The pipeline's Spark jobs, one package each. */
package io.lakeswarm.jobs;
