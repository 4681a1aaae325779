package io.lakeswarm.reconciler.desired;

/**
 * Names a secret file; the value itself never enters the desired state.
 *
 * @param secret lower-case name as mounted, for example {@code aws_access_key_id}
 */
public record SecretRef(String secret) {}
