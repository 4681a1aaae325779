/** Access to the lake without Spark: its files, its tables and the branches of its catalog. */
package io.lakeswarm.jobs.lake;
