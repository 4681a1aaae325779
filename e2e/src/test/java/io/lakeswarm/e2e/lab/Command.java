package io.lakeswarm.e2e.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program to run; immutable.
 *
 * @param environment set on top of this process's own
 * @param input what the program reads from its standard input
 * @param deadline after which it is ended
 */
public record Command(
    List<String> words, Map<String, String> environment, String input, Duration deadline) {
  private static final Duration DEFAULT_DEADLINE = Eventually.SOON;

  /** Takes copies. */
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** The program and its arguments, to be run from the project's root within 60 s. */
  public static Command of(String... words) {
    return new Command(List.of(words), Map.of(), "", DEFAULT_DEADLINE);
  }

  /** The same with further environment. */
  public Command with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new Command(words, all, input, deadline);
  }

  /** The same with this text on its standard input. */
  public Command reading(String text) {
    return new Command(words, environment, text, deadline);
  }

  /** The same with another deadline. */
  public Command within(Duration time) {
    return new Command(words, environment, input, time);
  }

  /** Runs it to its end; ends it and throws when the deadline passes. */
  public Result run() {
    try (Running running = start()) {
      return running.await();
    }
  }

  /** Starts it and returns at once. */
  public Running start() {
    ProcessBuilder builder = new ProcessBuilder(words).directory(root().toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return new Running(this, process);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + words.get(0) + ": " + e.getMessage(), e);
    }
  }

  /** The checkout. */
  public static Path root() {
    return Path.of(System.getProperty("lakeswarm.root", "..")).toAbsolutePath().normalize();
  }

  /** What a program did. Both outputs are whole. */
  public record Result(List<String> words, int exit, String out, String err, Duration took) {
    /** This result; throws with both outputs unless the program ended with 0. */
    public Result orThrow() {
      if (exit != 0) {
        throw new IllegalStateException(toString());
      }
      return this;
    }

    /** The standard output without the white space around it. */
    public String text() {
      return out.strip();
    }

    /** Everything that was printed. */
    public String all() {
      return out + err;
    }

    @Override
    public String toString() {
      return "%s ended with %d after %d s%n%s%n%s"
          .formatted(String.join(" ", words), exit, took.toSeconds(), tail(out), tail(err));
    }

    private static String tail(String text) {
      return text.length() <= 4_000 ? text : "…" + text.substring(text.length() - 4_000);
    }
  }
}
