/**
 * Decides which role may send which request, how often and how large, and logs one line for each
 * write.
 */
package io.lakeswarm.reconciler.access;
