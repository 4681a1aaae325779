package io.lakeswarm.reconciler.desired;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes fields out of one mapping, records every problem and continues. What it returns after a
 * problem is a stand-in that never leaves the parser.
 */
final class FieldReader {
  /** Each item costs calls in each pass. */
  private static final int LONGEST_LIST = 100;

  private final Document document;
  private final List<Problem> problems;
  private final Set<String> known = new LinkedHashSet<>();

  FieldReader(Document document, List<Problem> problems) {
    this.document = document;
    this.problems = problems;
    if (!(document instanceof Document.Mapping)) {
      mismatch(document, "a mapping");
    }
  }

  /**
   * Returns the fields of a required section; of a missing one only the section itself is a
   * problem.
   */
  FieldReader section(String key) {
    return required(key)
        .map(this::fieldsOf)
        .orElseGet(
            () ->
                new FieldReader(
                    new Document.Mapping(pathOf(key), document.line(), Map.of()),
                    new ArrayList<>()));
  }

  Optional<FieldReader> optionalSection(String key) {
    return optional(key).map(found -> new FieldReader(found, problems));
  }

  FieldReader fieldsOf(Document item) {
    return new FieldReader(item, problems);
  }

  String text(String key, NameRule rule) {
    return required(key).map(found -> asText(found, rule)).orElse("");
  }

  Optional<String> optionalText(String key, NameRule rule) {
    return optional(key).map(found -> asText(found, rule));
  }

  boolean flag(String key, boolean byDefault) {
    Optional<Document> found = optional(key);
    if (found.isPresent() && found.get() instanceof Document.Flag flag) {
      return flag.value();
    }
    found.ifPresent(other -> mismatch(other, "true or false"));
    return byDefault;
  }

  /** Returns the number, or -1 after a problem. */
  int count(String key) {
    return required(key).map(this::asCount).orElse(-1);
  }

  int count(String key, int byDefault) {
    return optional(key).map(this::asCount).orElse(byDefault);
  }

  /**
   * Returns every item of a required list, read by {@code reader}; duplicates of {@code name} are
   * recorded.
   */
  <T> List<T> list(String key, Function<Document, T> reader, Function<T, String> name) {
    List<T> result = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Optional<Document> found = required(key);
    if (found.isPresent() && found.get() instanceof Document.Sequence sequence) {
      if (sequence.items().size() > LONGEST_LIST) {
        problem(sequence, "must not have more than " + LONGEST_LIST + " items");
        return result;
      }
      for (Document item : sequence.items()) {
        T value = reader.apply(item);
        result.add(value);
        if (!name.apply(value).isEmpty() && !seen.add(name.apply(value))) {
          problem(item, "'" + name.apply(value) + "' is there twice");
        }
      }
    } else {
      found.ifPresent(other -> mismatch(other, "a list"));
    }
    return result;
  }

  String asText(Document found, NameRule rule) {
    if (found instanceof Document.Text text) {
      rule.flaw(text.value()).ifPresent(flaw -> problem(found, flaw));
      return text.value();
    }
    mismatch(found, "text");
    return "";
  }

  <E extends Enum<E>> Optional<E> word(
      String key, Class<E> type, Function<String, String> spelling) {
    return required(key).flatMap(found -> asWord(found, type, spelling));
  }

  <E extends Enum<E>> Optional<E> asWord(
      Document found, Class<E> type, Function<String, String> spelling) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      words.add(spelling.apply(constant.name()));
      if (found instanceof Document.Text text && text.value().equals(words.get(words.size() - 1))) {
        return Optional.of(constant);
      }
    }
    problem(found, "must be one of " + String.join(", ", words));
    return Optional.empty();
  }

  Optional<Document> required(String key) {
    Optional<Document> found = optional(key);
    if (found.isEmpty() && document instanceof Document.Mapping) {
      problems.add(new Problem(pathOf(key), document.line(), "is missing"));
    }
    return found;
  }

  Optional<Document> optional(String key) {
    known.add(key);
    return document instanceof Document.Mapping mapping
        ? Optional.ofNullable(mapping.fields().get(key))
        : Optional.empty();
  }

  /** Returns the keys not taken yet and takes them: for mappings whose keys are names. */
  List<String> otherKeys() {
    if (!(document instanceof Document.Mapping mapping)) {
      return List.of();
    }
    return mapping.fields().keySet().stream().filter(key -> !known.contains(key)).toList();
  }

  void refuseUnknownFields() {
    for (String key : otherKeys()) {
      Document field = ((Document.Mapping) document).fields().get(key);
      problem(field, "is not a known field; known here: " + String.join(", ", known));
    }
  }

  void problem(Document at, String message) {
    problems.add(new Problem(at.path(), at.line(), message));
  }

  void problem(String key, String message) {
    int line = optional(key).map(Document::line).orElse(document.line());
    problems.add(new Problem(pathOf(key), line, message));
  }

  private int asCount(Document found) {
    if (found instanceof Document.Whole whole) {
      if (whole.value() >= 0 && whole.value() <= DesiredStateParser.LARGEST_COUNT) {
        return (int) whole.value();
      }
      problem(found, "must be between 0 and " + DesiredStateParser.LARGEST_COUNT);
    } else {
      mismatch(found, "an integer");
    }
    return -1;
  }

  private void mismatch(Document found, String wanted) {
    problem(found, "must be " + wanted + ", but is " + found.kind());
  }

  private String pathOf(String key) {
    return document.path().isEmpty() ? key : document.path() + "." + key;
  }
}
