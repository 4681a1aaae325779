/** Observes the nodes and services of the whole platform; reports, and writes nothing. */
package io.lakeswarm.reconciler.platform;
