/** Compares the lists that must agree: in code, stack files, scripts, documentation. */
package io.lakeswarm.reconciler.lists;
