/** The catalog's branches and namespaces, by way of the official client. */
package io.lakeswarm.reconciler.nessie;
