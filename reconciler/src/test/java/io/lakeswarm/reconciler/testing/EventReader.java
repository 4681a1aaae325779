package io.lakeswarm.reconciler.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads server-sent events as a browser does, and keeps what came. */
public final class EventReader implements AutoCloseable {
  /** One event; {@code id} is 0 when it had none. */
  public record Event(long id, String type, String data) {}

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> comments = new CopyOnWriteArrayList<>();
  private final HttpResponse<InputStream> answer;
  private volatile boolean ended;

  public EventReader(URI address, String token, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream");
    headers.forEach(request::header);
    try {
      answer =
          HttpClient.newHttpClient()
              .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Thread thread = new Thread(this::read, "event-reader");
    thread.setDaemon(true);
    thread.start();
  }

  public int status() {
    return answer.statusCode();
  }

  public List<Event> events() {
    return List.copyOf(events);
  }

  public List<String> comments() {
    return List.copyOf(comments);
  }

  /** True when the server ended the stream. */
  public boolean isEnded() {
    return ended;
  }

  private void read() {
    List<String> block = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          take(block);
          block.clear();
        } else {
          block.add(line);
        }
      }
      ended = true;
    } catch (IOException closed) {
      block.clear(); // The test closed the stream, or the server broke it off.
    }
  }

  private void take(List<String> block) {
    long id = 0;
    String type = "";
    StringBuilder data = new StringBuilder();
    for (String line : block) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon)) {
        case "" -> comments.add(value);
        case "id" -> id = Long.parseLong(value);
        case "event" -> type = value;
        case "data" -> data.append(value);
        case "retry" -> Long.parseLong(value);
        default -> throw new AssertionError("not a field of server-sent events: " + line);
      }
    }
    if (data.length() > 0) {
      events.add(new Event(id, type, data.toString()));
    }
  }

  @Override
  public void close() {
    try {
      answer.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
