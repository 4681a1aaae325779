/** Table and view of the lake before there is any data. */
package io.lakeswarm.jobs.ddl;
