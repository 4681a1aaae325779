/** The jobs' Spark sessions, and the names of their work in Spark's UI. */
package io.lakeswarm.jobs.spark;
