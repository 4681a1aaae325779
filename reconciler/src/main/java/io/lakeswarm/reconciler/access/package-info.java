/** Who may ask what, how often and how much; and the one line each write leaves behind. */
package io.lakeswarm.reconciler.access;
