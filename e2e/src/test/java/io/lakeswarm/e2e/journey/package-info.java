/** One class for each journey of a user; the cheap ones run first. */
package io.lakeswarm.e2e.journey;
