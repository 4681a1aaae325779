/** A query's result for a person or a script, and nothing else on stdout. */
package io.lakeswarm.jobs.sql;
