/** What was seen in one look at the world: immutable, complete, with nothing guessed. */
package io.lakeswarm.reconciler.observed;
