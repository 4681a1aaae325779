package io.lakeswarm.reconciler.access;

import java.util.Set;

/** The status page in {@code META-INF/resources}: public, for it holds no data of its own. */
final class StatusPage {
  /** Allows nothing but its own files, and no inline script or style. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Set<String> FILES =
      Set.of("/", "/app.css", "/app.js", "/api.js", "/scale.js", "/view.js", "/words.js");

  private StatusPage() {}

  /** Returns true for the exact addresses of its files. */
  static boolean isFile(String path) {
    return FILES.contains(path);
  }
}
