/** Faults between the reconciler and its servers, one at each write, and what must hold after. */
package io.lakeswarm.reconciler.faults;
