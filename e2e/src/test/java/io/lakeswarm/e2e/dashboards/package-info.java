/** Proves that the panels of a Grafana dashboard have data, without a Grafana: query by query. */
package io.lakeswarm.e2e.dashboards;
