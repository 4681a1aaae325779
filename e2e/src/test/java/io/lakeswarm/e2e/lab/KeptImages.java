package io.lakeswarm.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Images of node 1 under a second name. {@code images/build.sh} removes all but the newest tag of
 * its own names, so the images of two checkouts would have to be built anew in every run.
 */
final class KeptImages {
  private static final String NAME = "127.0.0.1:5000/lakeswarm/";
  private static final String KEPT = "lakeswarm-kept/";

  /** Tags of the base images are in no tags.env. */
  private static final String BASE = NAME + "base-";

  private final Lab lab;

  KeptImages(Lab lab) {
    this.lab = lab;
  }

  /** Gives the kept images their own names back. */
  void restore() {
    named(KEPT).forEach(image -> tag(image, NAME + image.substring(KEPT.length())));
  }

  /** Keeps the images that {@code tagsEnv} names, and the base images; no others. */
  void keep(Path tagsEnv) {
    Set<String> tags = tags(tagsEnv);
    List<String> wanted =
        named(NAME).stream()
            .filter(image -> image.startsWith(BASE) || tags.contains(tagOf(image)))
            .map(image -> KEPT + image.substring(NAME.length()))
            .toList();
    for (String image : named(KEPT)) {
      if (!wanted.contains(image)) {
        lab.docker(Node.FIRST, "rmi", image).orThrow();
      }
    }
    wanted.forEach(image -> tag(NAME + image.substring(KEPT.length()), image));
  }

  private List<String> named(String prefix) {
    return lab.docker(Node.FIRST, "image", "ls", "--format", "{{.Repository}}:{{.Tag}}")
        .orThrow()
        .out()
        .lines()
        .filter(image -> image.startsWith(prefix) && !tagOf(image).equals("<none>"))
        .toList();
  }

  private void tag(String image, String other) {
    lab.docker(Node.FIRST, "tag", image, other).orThrow();
  }

  private static String tagOf(String image) {
    return image.substring(image.lastIndexOf(':') + 1);
  }

  private static Set<String> tags(Path tagsEnv) {
    try {
      return Files.readAllLines(tagsEnv).stream()
          .map(line -> line.substring(line.indexOf('=') + 1))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the image tags in " + tagsEnv, e);
    }
  }
}
