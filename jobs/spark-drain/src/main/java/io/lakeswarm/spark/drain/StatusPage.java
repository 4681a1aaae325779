package io.lakeswarm.spark.drain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Reads a Spark daemon's JSON page, uncached and within a deadline. */
public final class StatusPage {
  /** Reads the page once. */
  @FunctionalInterface
  public interface Source {
    JsonNode read() throws IOException;
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 3_000;

  private StatusPage() {}

  /** Returns a reader for the page at this address. */
  public static Source at(URI uri) {
    return () -> read(uri);
  }

  private static JsonNode read(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    try (InputStream body = connection.getInputStream()) {
      JsonNode page = JSON.readTree(body);
      if (page == null || !page.isObject()) {
        throw new IOException("Cannot read " + uri + ": it is not a Spark status page");
      }
      return page;
    }
  }
}
