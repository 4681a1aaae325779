/** The committed tables of the runs that are no part of {@code make test}. */
package io.lakeswarm.e2e.report;
