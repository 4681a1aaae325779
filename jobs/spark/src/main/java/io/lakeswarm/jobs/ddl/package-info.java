/** Creates the lake's table and view before there is any data. */
package io.lakeswarm.jobs.ddl;
