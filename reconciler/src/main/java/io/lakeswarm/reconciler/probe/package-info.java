/** How often a failing server may be probed, and what its failures mean. */
package io.lakeswarm.reconciler.probe;
