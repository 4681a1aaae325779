/** What guards the pages of Spark's master. */
package io.lakeswarm.spark.pages;
