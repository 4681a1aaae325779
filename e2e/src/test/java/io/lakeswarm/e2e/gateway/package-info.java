/** The gateway's script and configuration on loopback, run by a real HAProxy without an engine. */
package io.lakeswarm.e2e.gateway;
