package io.lakeswarm.e2e.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program under way. Closing it ends it, and what it started, when it still runs. */
public final class Running implements AutoCloseable {
  private static final Duration TO_CLEAN_UP = Duration.ofMinutes(1);

  private final Command command;
  private final Process process;
  private final long started = System.nanoTime();
  private final Collector out;
  private final Collector err;

  Running(Command command, Process process) {
    this.command = command;
    this.process = process;
    this.out = new Collector(process.getInputStream());
    this.err = new Collector(process.getErrorStream());
  }

  /** What it printed so far. */
  public String output() {
    return out.text();
  }

  /** What it printed so far, errors too. */
  public String all() {
    return out.text() + err.text();
  }

  /** True until it ends. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; throws when the command's deadline passes first. */
  public Command.Result await() {
    Duration left = command.deadline().minus(took());
    try {
      if (!process.waitFor(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS)) {
        close();
        throw new IllegalStateException(
            "Not done within " + command.deadline().toSeconds() + " s: " + result(-1));
      }
      out.join();
      err.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + command.words(), e);
    }
    return result(process.exitValue());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TO_CLEAN_UP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Command.Result result(int exit) {
    return new Command.Result(command.words(), exit, out.text(), err.text(), took());
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private static final class Collector {
    private static final long LATE_MILLIS = 2_000;
    private final StringBuffer text = new StringBuffer();
    private final Thread thread;

    Collector(InputStream stream) {
      thread = new Thread(() -> collect(stream), "output");
      thread.setDaemon(true);
      thread.start();
    }

    private void collect(InputStream stream) {
      char[] buffer = new char[8192];
      try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
        for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
          text.append(buffer, 0, n);
        }
      } catch (IOException e) {
        if (!"Stream closed".equals(e.getMessage())) {
          throw new UncheckedIOException(e);
        }
      }
    }

    /** A daemon the program left behind may hold the pipe open for ever. */
    void join() throws InterruptedException {
      thread.join(LATE_MILLIS);
    }

    String text() {
      return text.toString();
    }
  }
}
