package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.desired.Document;
import java.math.BigDecimal;

/** A document as a JSON tree: the form in which a revision is stored and answered. */
public final class DocumentJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private DocumentJson() {}

  /** The tree; keys keep their order. */
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

  /**
   * The node a JSON parser would make of it, so that a document equals itself after a round trip.
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
