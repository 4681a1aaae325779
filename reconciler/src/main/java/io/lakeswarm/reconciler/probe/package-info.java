/** How often a server in trouble may be asked. */
package io.lakeswarm.reconciler.probe;
