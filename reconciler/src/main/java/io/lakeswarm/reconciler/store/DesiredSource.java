package io.lakeswarm.reconciler.store;

import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.desired.DesiredStateParser;
import io.lakeswarm.reconciler.desired.Document;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.swarm.DockerRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Supplies the current desired state: the newest stored revision, or the seed file, stored first.
 */
@ApplicationScoped
public class DesiredSource {
  private final RevisionStore revisions;
  private final Path seed;
  private final Clock clock;

  /** Seeds {@code revisions} when they are empty. */
  public DesiredSource(RevisionStore revisions, LakeswarmSettings settings, Clock clock) {
    this.revisions = revisions;
    this.seed = settings.desired().seed();
    this.clock = clock;
  }

  /**
   * Returns the current revision. Throws {@link ReconcileException} or {@link
   * io.lakeswarm.reconciler.desired.InvalidDesiredState}. A store that cannot be read is never
   * mistaken for an empty one.
   */
  public Revision current() {
    return revisions.newest().orElseGet(this::fromSeed);
  }

  private synchronized Revision fromSeed() {
    try {
      return revisions.newest().orElseGet(this::storeSeed);
    } catch (StaleRevision otherReconciler) {
      throw new ReconcileException.Waiting(
          "Cannot store the seed: another reconciler just did. It is read at the next pass.",
          java.time.Duration.ofSeconds(1));
    } catch (DockerRefusal e) {
      throw new ReconcileException.Unobservable(
          "Cannot store the seed: " + e.getMessage() + ". It is tried again at the next pass.", e);
    }
  }

  private Revision storeSeed() {
    String text;
    try {
      text = Files.readString(seed);
    } catch (IOException e) {
      throw new ReconcileException.Stalled(
          "Cannot read the seed "
              + seed
              + ": "
              + e.getClass().getSimpleName()
              + ". Mount the desired state there, or send one by PUT /api/v1/desired-state.",
          e);
    }
    Document document = DocumentReader.read(text);
    DesiredStateParser.parse(document); // Here its problems still have the lines of the file.
    Origin origin =
        new Origin("seed", "reconciler", "first start", clock.instant(), Sha256.of(text));
    return revisions.append(0, DocumentJson.of(document), origin);
  }
}
