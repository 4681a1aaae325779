/** How the jobs use Spark: the session and what its UI says about the work. */
package io.lakeswarm.jobs.spark;
