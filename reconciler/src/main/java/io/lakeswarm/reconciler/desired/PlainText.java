package io.lakeswarm.reconciler.desired;

import java.util.Optional;
import java.util.Set;

/**
 * Free text of one line in which each character is visible: none controls a terminal, hides, or
 * turns the direction of what follows.
 */
public final class PlainText {
  private static final Set<Integer> INVISIBLE =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE,
          (int) Character.PRIVATE_USE,
          (int) Character.UNASSIGNED);

  private PlainText() {}

  /** Returns what is wrong with the text; empty when nothing is. */
  public static Optional<String> flaw(String text) {
    return text.codePoints()
        .filter(PlainText::isInvisible)
        .mapToObj("must be one line of visible characters, but has U+%04X"::formatted)
        .findFirst();
  }

  /** Returns the text, with '?' in place of each character that is refused. */
  public static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .map(point -> isInvisible(point) ? '?' : point)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean isInvisible(int point) {
    return INVISIBLE.contains(Character.getType(point));
  }
}
