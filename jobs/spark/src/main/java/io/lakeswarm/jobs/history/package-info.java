/** Event logs of finished and running applications, and the server that shows them. */
package io.lakeswarm.jobs.history;
