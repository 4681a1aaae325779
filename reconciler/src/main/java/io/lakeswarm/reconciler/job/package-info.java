/** Removes what is left of one-off jobs when whoever started them could not. */
package io.lakeswarm.reconciler.job;
