package io.lakeswarm.e2e.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The one lab and the one platform of a test run. With {@code LAB_REUSE=1} what is there is used
 * and left running, for work on the tests themselves.
 */
final class LabSession implements AutoCloseable {
  private final Lab lab = new Lab();
  private final Platform platform = new Platform(lab);
  private final boolean reuse = "1".equals(System.getenv("LAB_REUSE"));
  private Command.Result firstDeploy;
  private RuntimeException failure;
  private LabLock lock;

  Platform platform() {
    return platform;
  }

  /** Output of the deploy that made the platform. */
  Command.Result firstDeploy() {
    return firstDeploy;
  }

  /** Engines and platform are there after this; fails for every class with the first cause. */
  void open() {
    if (failure != null) {
      throw new IllegalStateException("The platform could not be deployed, see above", failure);
    }
    if (firstDeploy != null) {
      return;
    }
    try {
      lock = LabLock.take(Path.of(Lab.HOME));
      firstDeploy = reuse ? again() : afresh();
      platform.awaitReady(Eventually.SOON);
      platform.awaitTheRest(Duration.ofMinutes(2));
    } catch (RuntimeException e) {
      failure = e;
      if (lock != null) {
        new Artifacts(platform).collect("deploy");
      }
      throw e;
    }
  }

  private Command.Result afresh() {
    Optional<BaseTree> base = BaseTree.asked();
    return base.isPresent() ? base.get().deployAfresh(platform) : platform.deployAfresh();
  }

  private Command.Result again() {
    lab.up();
    return platform.deploy().run().orThrow();
  }

  /** Leaves a lab alone that another run uses. */
  @Override
  public void close() {
    if (lock == null) {
      return;
    }
    try {
      if (!reuse) {
        lab.down();
      }
    } finally {
      lock.close();
    }
  }
}
