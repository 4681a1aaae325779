package io.lakeswarm.spark.pages;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * Makes the pages of a Spark master read-only, except for the reconciler. Answers 403 to each
 * request that is neither GET nor HEAD or whose path has the word "kill", unless it has the header
 * {@code Authorization: Bearer <token>}. Its parameter {@code token} is the token's file, read once
 * at the start.
 */
public final class ReadOnlyPages implements Filter {
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private byte[] login;

  @Override
  public void init(FilterConfig config) throws ServletException {
    String file = config.getInitParameter("token");
    try {
      String token = file == null ? "" : Files.readString(Path.of(file)).strip();
      if (token.isEmpty()) {
        throw new ServletException(
            "Cannot guard the pages: the file " + file + " is empty. Run 'make swarm_deploy'.");
      }
      login = bytes("Bearer " + token);
    } catch (IOException e) {
      throw new ServletException(
          "Cannot guard the pages: " + e + ". Give the master the secret spark_pages_token.", e);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain rest)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    if (isRead(asked) || isReconciler(asked)) {
      rest.doFilter(request, response);
      return;
    }
    ((HttpServletResponse) response)
        .sendError(
            HttpServletResponse.SC_FORBIDDEN,
            "Cannot change anything here: only the reconciler may. Use its API or 'make scale'.");
  }

  /**
   * Some of Spark's pages take a kill by GET. The master's proxy and the page behind it decode the
   * path again, so this decodes until nothing changes.
   */
  private static boolean isRead(HttpServletRequest request) {
    if (!READS.contains(request.getMethod())) {
      return false;
    }
    String path = request.getRequestURI();
    try {
      String decoded = URLDecoder.decode(path, StandardCharsets.UTF_8);
      while (!decoded.equals(path)) {
        path = decoded;
        decoded = URLDecoder.decode(path, StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      // Jetty knows encodings that this does not, such as %u006b.
      return false;
    }
    return !path.toLowerCase(Locale.ROOT).contains("kill");
  }

  private boolean isReconciler(HttpServletRequest request) {
    String given = request.getHeader("Authorization");
    return given != null && MessageDigest.isEqual(login, bytes(given));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
