/** The decisions: pure functions from desired and observed to an ordered list of single writes. */
package io.lakeswarm.reconciler.plan;
