/** Follows requested operations until they are done, failed or superseded. */
package io.lakeswarm.reconciler.operation;
