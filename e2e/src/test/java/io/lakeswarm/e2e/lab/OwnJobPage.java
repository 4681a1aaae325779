package io.lakeswarm.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/own-jobs.md tells users to write, done to the letter in a copy of the checkout. */
public final class OwnJobPage {
  private static final Pattern BLOCK = Pattern.compile("(?s)```\\w+ (\\S+)\\n(.*?)```");
  private static final String ABOVE = "COPY src/lakeswarm_jobs/ ";

  private OwnJobPage() {}

  /** Makes every file and line of the page; how many they are. */
  public static int follow(Checkout copy) {
    try {
      int blocks = 0;
      Matcher found = BLOCK.matcher(Files.readString(copy.folder().resolve("docs/own-jobs.md")));
      while (found.find()) {
        apply(copy.folder().resolve(found.group(1)), found.group(2));
        blocks++;
      }
      return blocks;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot do what docs/own-jobs.md says", e);
    }
  }

  /** A Dockerfile gets the line, everything else is a new file. */
  private static void apply(Path file, String text) throws IOException {
    if (!file.endsWith("Dockerfile")) {
      Files.createDirectories(file.getParent());
      Files.writeString(Files.createFile(file), text);
      return;
    }
    String before = Files.readString(file);
    int end = before.indexOf('\n', before.indexOf(ABOVE)) + 1;
    Files.writeString(file, before.substring(0, end) + text + before.substring(end));
  }
}
