/** Prints a query's result, and nothing else, on stdout. */
package io.lakeswarm.jobs.sql;
