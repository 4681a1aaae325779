/** Three real Docker engines, the platform on them, and what the tests need to look at both. */
package io.lakeswarm.e2e.lab;
