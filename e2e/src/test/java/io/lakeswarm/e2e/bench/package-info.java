/** Speed and size, measured by hand with {@code make bench}; nothing here is a test of CI. */
package io.lakeswarm.e2e.bench;
