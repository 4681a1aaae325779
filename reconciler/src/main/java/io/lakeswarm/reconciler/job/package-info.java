/** Removes what is left of one-off jobs when their starter could not. */
package io.lakeswarm.reconciler.job;
