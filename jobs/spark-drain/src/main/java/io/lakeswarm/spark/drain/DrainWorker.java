package io.lakeswarm.spark.drain;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.deploy.worker.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Runs Spark's standalone worker and ends its process after a drain. Takes the same arguments as
 * {@code org.apache.spark.deploy.worker.Worker}.
 *
 * <p>TERM, or a decommission request to the master, drains the worker: no new executor starts,
 * running tasks finish, their shuffle blocks move. Exit codes:
 *
 * <ul>
 *   <li>{@value Drain#DONE}: the drain is done, no core is in use.
 *   <li>{@value Drain#NOT_REGISTERED}: the worker could not register, or the master has been ALIVE
 *       for 30 s and does not list it. Swarm starts a new worker.
 *   <li>{@value Drain#DEADLINE_PASSED}: the drain took longer than {@code lakeswarm.drain.deadline}
 *       (an ISO-8601 duration, default PT15M).
 * </ul>
 *
 * <p>{@code lakeswarm.drain.master.ui} replaces the address of the master's web UI, which is
 * http://&lt;master&gt;:8080.
 */
public final class DrainWorker {
  private static final Logger LOG = LoggerFactory.getLogger(DrainWorker.class);
  private static final int MASTER_UI_PORT = 8080;
  private static final long OWN_MILLIS = 500;
  private static final long MASTER_MILLIS = 1_000;

  private DrainWorker() {}

  /** Starts the worker and its watches; the process ends with one of the exit codes above. */
  public static void main(String[] args) {
    String uiHost = System.getenv().getOrDefault("SPARK_LOCAL_IP", "127.0.0.1");
    WorkerCommand command = WorkerCommand.parse(List.of(args), uiHost, MASTER_UI_PORT);
    String masterUi = System.getProperty("lakeswarm.drain.master.ui");
    URI masterPage = masterUi == null ? command.masterPage() : URI.create(masterUi + "/json/");
    Duration deadline = Duration.parse(System.getProperty("lakeswarm.drain.deadline", "PT15M"));

    StatusPage.Source own = StatusPage.at(command.ownPage());
    Drain drain = new Drain(own, new ProcessEffects(), deadline, System::nanoTime);
    MasterWatch watch = new MasterWatch(own, StatusPage.at(masterPage), drain, System::nanoTime);

    // Before Worker.main: Spark's own TERM logger calls the handler that it finds.
    Signal.handle(new Signal("TERM"), signal -> drain.request("received TERM"));
    // The default action of PWR ends the process; Spark replaces this handler when it starts.
    Signal.handle(
        new Signal("PWR"), signal -> LOG.info("Ignored a decommission signal: Spark is starting"));

    ScheduledExecutorService clock =
        Executors.newScheduledThreadPool(2, DaemonThread.named("drain-worker"));
    every(clock, OWN_MILLIS, drain::poll);
    every(clock, MASTER_MILLIS, watch::poll);
    Worker.main(args);
  }

  private static void every(ScheduledExecutorService clock, long millis, Runnable check) {
    Runnable guarded =
        () -> {
          try {
            check.run();
          } catch (RuntimeException e) {
            // A scheduled task that throws is never run again, and the worker would never end.
            LOG.error("Cannot check the worker's state. Trying again.", e);
          }
        };
    clock.scheduleWithFixedDelay(guarded, millis, millis, TimeUnit.MILLISECONDS);
  }

  private static final class ProcessEffects implements Drain.Effects {
    @Override
    public void decommission() {
      if (Boolean.getBoolean("spark.decommission.enabled")) {
        Signal.raise(new Signal("PWR"));
      } else {
        LOG.warn("spark.decommission.enabled is false: the drain waits for the executors to end");
      }
    }

    @Override
    public void exit(int code) {
      System.exit(code);
    }
  }
}
