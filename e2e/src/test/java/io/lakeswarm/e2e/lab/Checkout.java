package io.lakeswarm.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A copy of the project to change and to deploy from, as somebody who uses it as a template does.
 */
public record Checkout(Path folder) {

  /** Copies what is under version control, and what makes an unchanged image keep its tag. */
  public static Checkout into(Path folder) {
    Command.of("sh", "-c", "git ls-files -z | xargs -0 cp --parents -t \"$0\"", folder.toString())
        .run()
        .orThrow();
    Command.of(
            "sh",
            "-c",
            "! [ -e images/.build/refresh ] || cp --parents images/.build/refresh \"$0\"",
            folder.toString())
        .run()
        .orThrow();
    return new Checkout(folder);
  }

  /** Copies a file of this project to another place of the copy; replaces what is there. */
  public Checkout with(String file, String place) {
    try {
      Files.copy(
          Command.root().resolve(file), folder.resolve(place), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + file + " to " + place, e);
    }
    return this;
  }

  /** One of its scripts, told where the lab is. */
  public Command script(Platform platform, String name, String argument) {
    return platform.script(folder.resolve(name).toString(), argument);
  }
}
