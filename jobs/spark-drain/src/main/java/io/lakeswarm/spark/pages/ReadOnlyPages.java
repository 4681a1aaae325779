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
 * Lets everybody read the pages of a Spark master, and only the reconciler change anything. Answers
 * 403 to each request that is neither GET nor HEAD or whose path has the word "kill", unless it has
 * the header {@code Authorization: Bearer <token>}. Its parameter {@code token} is the token's
 * file, read once at the start.
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

  /** Some of Spark's pages take a kill by GET. */
  private static boolean isRead(HttpServletRequest request) {
    return READS.contains(request.getMethod())
        && !decoded(request.getRequestURI()).toLowerCase(Locale.ROOT).contains("kill");
  }

  /** Jetty decodes a path once, before it looks for the page; what cannot be decoded has none. */
  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  private boolean isReconciler(HttpServletRequest request) {
    String given = request.getHeader("Authorization");
    return given != null && MessageDigest.isEqual(login, bytes(given));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
