package io.lakeswarm.reconciler.airflow;

import io.lakeswarm.reconciler.config.SecretSource;

/** Signs in once and keeps the token until the server refuses it. */
final class AirflowLogin {
  private static final String USER = "admin";
  private static final String PASSWORD = "airflow_password";

  private final AirflowClient client;
  private final SecretSource secrets;
  private String token;

  AirflowLogin(AirflowClient client, SecretSource secrets) {
    this.client = client;
    this.secrets = secrets;
  }

  /** Returns the token; calls the server only when there is none. */
  synchronized String token() {
    if (token == null) {
      token = client.login(USER, secrets.required(PASSWORD));
    }
    return token;
  }

  /** Drops a token that the server refuses: its age, or another key. */
  synchronized void drop() {
    token = null;
  }
}
