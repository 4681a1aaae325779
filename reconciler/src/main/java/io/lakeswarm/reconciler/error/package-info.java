/** The closed set of failures a pass can end with; the type decides when the next pass runs. */
package io.lakeswarm.reconciler.error;
