/** Follows what people asked for until it is done, failed or superseded. */
package io.lakeswarm.reconciler.operation;
