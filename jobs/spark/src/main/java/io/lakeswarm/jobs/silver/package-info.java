/** Bronze pages to the versioned table silver.breweries (slowly changing dimension, type 2). */
package io.lakeswarm.jobs.silver;
