/**
 * Speed and size of the reconciler beside a simulated swarm, measured by hand with {@code make
 * bench}; nothing here is a test of CI.
 */
package io.lakeswarm.reconciler.bench;
