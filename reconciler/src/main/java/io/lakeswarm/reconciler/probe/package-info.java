/** How often a server in trouble may be asked, and what its trouble means. */
package io.lakeswarm.reconciler.probe;
