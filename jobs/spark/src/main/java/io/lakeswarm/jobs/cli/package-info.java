/** The command line of a job: arguments in, one result line or one clear failure out. */
package io.lakeswarm.jobs.cli;
