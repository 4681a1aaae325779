/** Compares the kit's services with what was deployed, and repairs those declared so. */
package io.lakeswarm.reconciler.service;
