package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.desired.Document;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts a document to and from a JSON tree: the form in which a revision is stored and returned.
 */
public final class DocumentJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int LINE = 1;

  private DocumentJson() {}

  /** Returns the document as a tree; keys keep their order. */
  public static JsonNode of(Document document) {
    if (document instanceof Document.Mapping mapping) {
      ObjectNode object = JSON.objectNode();
      mapping.fields().forEach((key, value) -> object.set(key, of(value)));
      return object;
    }
    if (document instanceof Document.Sequence sequence) {
      ArrayNode array = JSON.arrayNode();
      sequence.items().forEach(item -> array.add(of(item)));
      return array;
    }
    if (document instanceof Document.Whole whole) {
      return whole(whole.value());
    }
    if (document instanceof Document.Flag flag) {
      return JSON.booleanNode(flag.value());
    }
    if (document instanceof Document.Text text) {
      return JSON.textNode(text.value());
    }
    if (document instanceof Document.Fraction fraction) {
      return fraction(fraction.value());
    }
    return JSON.nullNode();
  }

  /** Returns a stored tree as a document on one line, as if its JSON text had been read. */
  public static Document read(JsonNode tree) {
    return read(tree, "");
  }

  private static Document read(JsonNode node, String path) {
    if (node.isObject()) {
      Map<String, Document> fields = new LinkedHashMap<>();
      String prefix = path.isEmpty() ? "" : path + ".";
      node.properties()
          .forEach(e -> fields.put(e.getKey(), read(e.getValue(), prefix + e.getKey())));
      return new Document.Mapping(path, LINE, fields);
    }
    if (node.isArray()) {
      List<Document> items = new ArrayList<>();
      node.forEach(item -> items.add(read(item, path + "[" + items.size() + "]")));
      return new Document.Sequence(path, LINE, items);
    }
    if (node.isInt() || node.isLong()) {
      return new Document.Whole(path, LINE, node.longValue());
    }
    if (node.isNumber()) {
      return new Document.Fraction(path, LINE, node.asText());
    }
    if (node.isBoolean()) {
      return new Document.Flag(path, LINE, node.booleanValue());
    }
    return node.isTextual()
        ? new Document.Text(path, LINE, node.textValue())
        : new Document.Empty(path, LINE);
  }

  /**
   * Returns the node that a JSON parser would build, so that a document equals itself after a round
   * trip.
   */
  private static JsonNode whole(long value) {
    return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
  }

  private static JsonNode fraction(String value) {
    try {
      return JSON.numberNode(new BigDecimal(value));
    } catch (NumberFormatException yamlOnlyForm) {
      return JSON.textNode(value);
    }
  }
}
