/** The shell scripts beside programs that only pretend, for what no test may do to a real host. */
package io.lakeswarm.e2e.scripts;
