package io.lakeswarm.jobs.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a job as a process: result line on stdout, failure on stderr, exit code for the caller. */
public final class JobMain {
  /** The first word of the last line of a successful job. */
  public static final String RESULT = "LAKESWARM_RESULT";

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private JobMain() {}

  /** Runs the job's work and returns the fields of its result line. */
  @FunctionalInterface
  public interface Body {
    Map<String, Object> run();
  }

  /** Runs the job and ends the process: 0 done, 1 failed or refused, 2 wrong arguments. */
  public static void run(String job, Body body) {
    Map<String, Object> fields = new LinkedHashMap<>();
    int code = exitCode(job, () -> printResult(job, body, fields));
    JobMetrics.ofEnvironment().ended(job, code == OK ? "succeeded" : "failed", fields);
    System.exit(code);
  }

  /** Runs a job that prints its own output; nothing else goes to stdout. */
  public static void runWithoutResult(String job, Runnable body) {
    System.exit(exitCode(job, body));
  }

  private static void printResult(String job, Body body, Map<String, Object> fields) {
    long start = System.nanoTime();
    fields.put("job", job);
    fields.putAll(body.run());
    fields.put("seconds", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0);
    System.out.println(RESULT + " " + JsonMapper.builder().build().valueToTree(fields));
  }

  static int exitCode(String job, Runnable body) {
    try {
      body.run();
      return OK;
    } catch (UsageException e) {
      System.err.println("Cannot start the " + job + " job: " + e.getMessage());
      return USAGE;
    } catch (JobFailure e) {
      if (e.getCause() != null) {
        e.getCause().printStackTrace();
      }
      System.err.println(e.getMessage());
      return FAILED;
    } catch (Throwable e) {
      // Spark's exceptions are checked and undeclared, and after an error its threads would live
      // on.
      e.printStackTrace();
      System.err.println(
          "Cannot finish the "
              + job
              + " job: "
              + e
              + ". The trace is above. Unfinished work is not in main, so the job can run"
              + " again.");
      return FAILED;
    }
  }
}
