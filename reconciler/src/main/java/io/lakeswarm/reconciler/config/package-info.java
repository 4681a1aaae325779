/** Settings and secrets as the process was given them, checked at start. */
package io.lakeswarm.reconciler.config;
