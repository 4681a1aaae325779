package io.lakeswarm.e2e.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The project as of an earlier commit, in a worktree of its own beside the engines of the lab.
 *
 * @param folder the worktree; images that were built from it are kept for the next run
 */
public record BaseTree(Path folder) {
  /** The system property with the commit that a run upgrades from; absent or empty: none. */
  static final String PROPERTY = "lakeswarm.base";

  private static final Duration TO_CHECK_OUT = Duration.ofMinutes(2);

  /** Returns the tree of the commit that this run upgrades from; empty when it is no upgrade. */
  public static Optional<BaseTree> asked() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .filter(revision -> !revision.isBlank())
        .map(revision -> of(Command.root(), revision, Path.of(Lab.HOME, "base")));
  }

  /** Returns the tree of a commit of {@code repository}, made below {@code home} when missing. */
  static BaseTree of(Path repository, String revision, Path home) {
    Command.Result found =
        git(repository, "rev-parse", "--verify", "--quiet", revision + "^{commit}").run();
    if (found.exit() != 0) {
      throw new IllegalStateException(
          "Cannot upgrade from "
              + revision
              + ": this clone has no such commit. Run 'git fetch --unshallow origin', or set"
              + " BASE.");
    }
    Path folder = home.resolve(found.text());
    if (!Files.isDirectory(folder)) {
      // Git remembers a worktree whose folder was removed, and refuses to make it again.
      git(repository, "worktree", "prune").run().orThrow();
      git(repository, "worktree", "add", "--detach", folder.toString(), found.text())
          .within(TO_CHECK_OUT)
          .run()
          .orThrow();
    }
    return new BaseTree(folder);
  }

  /** Returns the platform as the scripts of this tree deploy and use it. */
  public Platform on(Platform platform) {
    return platform.from(folder);
  }

  /**
   * Removes whatever is on the engines but images, and deploys this tree. {@link SteadyJobs} has
   * its DAG there, for only the image of Airflow brings one.
   */
  Command.Result deployAfresh(Platform platform) {
    Platform base = on(platform);
    base.clear();
    KeptImages images = new KeptImages(platform.lab());
    images.restore();
    SteadyJobs.addTo(new Checkout(folder));
    Command.Result deploy = base.deploy().run().orThrow();
    images.keep(folder.resolve("images/tags.env"));
    return deploy;
  }

  private static Command git(Path repository, String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "git";
    all[1] = "-C";
    all[2] = repository.toString();
    System.arraycopy(words, 0, all, 3, words.length);
    return Command.of(all);
  }
}
