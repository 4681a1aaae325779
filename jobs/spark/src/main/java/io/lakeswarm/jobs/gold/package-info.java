/** Views for people and dashboards over the current rows of silver. */
package io.lakeswarm.jobs.gold;
