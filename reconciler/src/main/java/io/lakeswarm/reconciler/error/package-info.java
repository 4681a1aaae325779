/** The closed set of failures a pass can end with; the type decides when the next pass comes. */
package io.lakeswarm.reconciler.error;
