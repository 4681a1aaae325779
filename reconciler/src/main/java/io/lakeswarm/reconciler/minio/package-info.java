/**
 * Reconciles MinIO's buckets, policies, users and keys: writes them one at a time and probes each
 * key.
 */
package io.lakeswarm.reconciler.minio;
