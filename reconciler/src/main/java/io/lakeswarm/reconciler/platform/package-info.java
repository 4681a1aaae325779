/** Looks at nodes and services of the whole platform; reports, and changes nothing. */
package io.lakeswarm.reconciler.platform;
