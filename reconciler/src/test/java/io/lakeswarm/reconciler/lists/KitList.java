package io.lakeswarm.reconciler.lists;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One list that must agree with another.
 *
 * @param name what a failure names: the file or class with the list
 * @param text where the list stands
 * @param entry finds each entry; its first group is the entry as it is compared
 * @param expected what must be in it, and nothing else
 */
record KitList(String name, Supplier<String> text, Pattern entry, Supplier<Set<String>> expected) {

  static KitList of(
      String name, Supplier<String> text, String entry, Supplier<? extends Iterable<String>> all) {
    return new KitList(
        name,
        text,
        Pattern.compile(entry, Pattern.MULTILINE),
        () -> {
          Set<String> expected = new TreeSet<>();
          all.get().forEach(expected::add);
          return expected;
        });
  }

  /** Returns what is wrong with this text of the list; empty when the lists agree. */
  List<String> problems(String of) {
    Set<String> found = entries(of);
    Set<String> wanted = expected.get();
    TreeSet<String> missing = new TreeSet<>(wanted);
    missing.removeAll(found);
    TreeSet<String> unknown = new TreeSet<>(found);
    unknown.removeAll(wanted);
    List<String> problems = new java.util.ArrayList<>();
    missing.forEach(it -> problems.add(name + " lacks " + it));
    unknown.forEach(it -> problems.add(name + " has " + it + ", which nothing else knows"));
    return problems;
  }

  /** Returns the entries of this text of the list. */
  Set<String> entries(String of) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = entry.matcher(of);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** Returns {@code of} without every mention that counts as {@code gone}. */
  String without(String of, String gone) {
    StringBuilder kept = new StringBuilder();
    Matcher matcher = entry.matcher(of);
    while (matcher.find()) {
      boolean remove = matcher.group(1).equals(gone);
      matcher.appendReplacement(kept, Matcher.quoteReplacement(remove ? "" : matcher.group()));
    }
    return matcher.appendTail(kept).toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
