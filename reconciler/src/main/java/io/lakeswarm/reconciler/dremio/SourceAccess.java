package io.lakeswarm.reconciler.dremio;

import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.config.SecretSource;
import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.desired.MinioSpec;
import java.net.URI;

/** The inputs of a source besides its own fields: the key of its user, and where the lake is. */
record SourceAccess(SecretSource secrets, URI lake) {

  /** Returns the user's key, read anew. */
  Credentials keyOf(MinioSpec.User user) {
    return secrets.pair(user.accessKey().secret(), user.secretKey().secret());
  }

  /** Returns the source as it should be. */
  SourceBody body(DremioSpec.Source source, Credentials key) {
    return new SourceBody(source, key, lake);
  }
}
