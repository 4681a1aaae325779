/** The REST contract: reads, accepted changes, and every refusal as a problem document. */
package io.lakeswarm.reconciler.api;
