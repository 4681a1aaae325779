package io.lakeswarm.reconciler.lists;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the files of the checkout. */
final class KitFiles {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));

  private KitFiles() {}

  static String read(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a folder with this ending, by name, one text. */
  static String readAll(String folder, String ending) {
    StringBuilder all = new StringBuilder();
    names(folder, ending).forEach(name -> all.append(read(folder + "/" + name)).append('\n'));
    return all.toString();
  }

  static List<String> names(String folder, String ending) {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the classes below a folder. */
  static List<String> classes(String folder) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String java(String file) {
    return read("reconciler/src/main/java/io/lakeswarm/reconciler/" + file);
  }

  /** Everything that {@code entry} finds in {@code text}. */
  static Set<String> all(String text, String entry) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(entry, Pattern.MULTILINE).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** The part of {@code text} between two markers. */
  static String between(String text, String from, String to) {
    int start = text.indexOf(from);
    if (start < 0) {
      throw new AssertionError("There is no '" + from + "'");
    }
    return text.substring(start + from.length(), text.indexOf(to, start + from.length()));
  }

  /** The reasons in the sources of conditions, by the file that has them. */
  static TreeMap<String, Set<String>> reasons() {
    TreeMap<String, Set<String>> reasons = new TreeMap<>();
    for (String file :
        names("reconciler/src/main/java/io/lakeswarm/reconciler/status", "Conditions.java")) {
      Set<String> found = all(java("status/" + file), "\"([A-Z][A-Za-z]*[a-z])\"");
      found.remove("Dremio");
      reasons.put(file.replace("Conditions.java", ""), found);
    }
    return reasons;
  }
}
