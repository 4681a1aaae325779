/**
 * A job's border to the person who runs it: arguments in, one result line or one clear failure out.
 */
package io.lakeswarm.jobs.cli;
