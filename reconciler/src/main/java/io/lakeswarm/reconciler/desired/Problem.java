package io.lakeswarm.reconciler.desired;

/**
 * One thing wrong with a document.
 *
 * @param path dotted path of the field; empty when the whole document is meant
 * @param line line in the text, counted from 1
 */
public record Problem(String path, int line, String message) {

  @Override
  public String toString() {
    return "line " + line + (path.isEmpty() ? "" : ", " + path) + ": " + message;
  }
}
