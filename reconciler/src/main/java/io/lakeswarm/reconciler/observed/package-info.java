/** The values of one observation: immutable, complete, with nothing guessed. */
package io.lakeswarm.reconciler.observed;
