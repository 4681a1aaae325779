/**
 * What the user wants: values that cannot be wrong, and the parser that lists every problem of a
 * document at once.
 */
package io.lakeswarm.reconciler.desired;
