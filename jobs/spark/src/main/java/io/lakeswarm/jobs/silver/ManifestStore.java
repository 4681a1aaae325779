package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.cli.JobFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Finds and reads manifests among the bronze files. */
final class ManifestStore {
  private final SupportsPrefixOperations files;
  private final String snapshots;

  ManifestStore(SupportsPrefixOperations files, String snapshots) {
    this.files = files;
    this.snapshots = snapshots;
  }

  /** Returns the chosen manifest, or the newest one. */
  Manifest read(Optional<String> chosen) {
    String location = chosen.orElseGet(this::newest);
    try (InputStream in = files.newInputFile(location).newStream()) {
      return Manifest.parse(nameOf(location), in.readAllBytes());
    } catch (NotFoundException e) {
      throw new JobFailure(
          "Cannot read the manifest "
              + location
              + ": it does not exist. Name one under "
              + snapshots);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String newest() {
    String newest = null;
    for (FileInfo file : files.listPrefix(snapshots)) {
      if (file.location().endsWith(".json")
          && (newest == null || nameOf(file.location()).compareTo(nameOf(newest)) > 0)) {
        newest = file.location();
      }
    }
    if (newest == null) {
      throw new JobFailure(
          "Cannot build silver: there is no complete snapshot under "
              + snapshots
              + ". Run ingest first.");
    }
    return newest;
  }

  private static String nameOf(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
