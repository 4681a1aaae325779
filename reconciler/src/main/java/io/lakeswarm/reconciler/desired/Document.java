package io.lakeswarm.reconciler.desired;

import java.util.List;
import java.util.Map;

/** A document as a plain tree in which every node has its path and line. */
public sealed interface Document {

  /**
   * Returns the dotted path from the root, for example {@code minio.buckets[0].name}; empty for the
   * root.
   */
  String path();

  /** Returns the line in the source text, counted from 1. */
  int line();

  /** Returns what a person calls this kind of node. */
  String kind();

  /** Keys and values in the order of the text. */
  record Mapping(String path, int line, Map<String, Document> fields) implements Document {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** Items in the order of the text. */
  record Sequence(String path, int line, List<Document> items) implements Document {
    /** Copies the list. */
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A text. */
  record Text(String path, int line, String value) implements Document {
    @Override
    public String kind() {
      return "text";
    }
  }

  /** A decimal integer. */
  record Whole(String path, int line, long value) implements Document {
    @Override
    public String kind() {
      return "an integer";
    }
  }

  /** A number with a fraction or an exponent, or one too large for an integer. */
  record Fraction(String path, int line, String value) implements Document {
    @Override
    public String kind() {
      return "a number with a fraction";
    }
  }

  /** True or false. */
  record Flag(String path, int line, boolean value) implements Document {
    @Override
    public String kind() {
      return "true or false";
    }
  }

  /** Nothing after the colon. */
  record Empty(String path, int line) implements Document {
    @Override
    public String kind() {
      return "empty";
    }
  }
}
