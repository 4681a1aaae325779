/**
 * Keeps reads of tables fast: joins small files and manifests, and removes nothing that a branch or
 * a tag of the catalog may still need.
 */
package io.lakeswarm.jobs.maintenance;
