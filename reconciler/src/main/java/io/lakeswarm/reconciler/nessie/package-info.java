/** Reconciles the catalog's branches and namespaces through the official client. */
package io.lakeswarm.reconciler.nessie;
