/** Hand-written, strict stand-ins for the servers the reconciler talks to. */
package io.lakeswarm.reconciler.testing;
