package io.lakeswarm.reconciler.observed;

/** The server's answer to a probe with a user's own key pair. */
public enum KeyProbe {
  /** Key and secret are right and the policy is in force. */
  ACCEPTED,
  /** No enabled user has this access key. */
  UNKNOWN_KEY,
  /** The user exists with another secret. */
  WRONG_SECRET,
  /** Key and secret are right, but what the policy should allow is refused. */
  DENIED
}
