/**
 * Conditions and step results, computed from what was observed and applied, never from what was
 * planned.
 */
package io.lakeswarm.reconciler.status;
