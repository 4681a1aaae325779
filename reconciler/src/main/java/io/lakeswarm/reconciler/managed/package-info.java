/** What every server with a bootstrap and a volume has in common. */
package io.lakeswarm.reconciler.managed;
