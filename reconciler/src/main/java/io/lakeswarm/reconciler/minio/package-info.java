/**
 * MinIO's buckets, policies, users and keys: seen by probing, written one at a time, proven by use.
 */
package io.lakeswarm.reconciler.minio;
