/** Sends HTTP with the JDK's client, each call bounded in time. */
package io.lakeswarm.reconciler.http;
