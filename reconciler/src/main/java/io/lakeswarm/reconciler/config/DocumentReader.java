package io.lakeswarm.reconciler.config;

import io.lakeswarm.reconciler.desired.Document;
import io.lakeswarm.reconciler.desired.InvalidDesiredState;
import io.lakeswarm.reconciler.desired.Problem;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML text (JSON is a part of it) as a {@link Document}. Anchors, repeated keys and more
 * than one document are refused; no tag ever makes an object.
 */
public final class DocumentReader {
  /** In characters; more than the API takes, because a stored document is read again as JSON. */
  private static final int LARGEST = 256 * 1024;

  private final List<Problem> problems = new ArrayList<>();
  private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());

  private DocumentReader() {}

  /**
   * Returns the document. Throws {@link InvalidDesiredState} when the text is not one YAML
   * document.
   */
  public static Document read(String text) {
    Node root = compose(text);
    if (root == null) {
      throw new InvalidDesiredState(List.of(new Problem("", 1, "the document is empty")));
    }
    DocumentReader reader = new DocumentReader();
    Document document = reader.convert(root, "");
    if (!reader.problems.isEmpty()) {
      throw new InvalidDesiredState(reader.problems);
    }
    return document;
  }

  private static Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(20);
    options.setCodePointLimit(LARGEST);
    try {
      return new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new InvalidDesiredState(
          List.of(new Problem("", line, "is not valid YAML: " + e.getProblem())));
    } catch (YAMLException e) {
      throw new InvalidDesiredState(
          List.of(new Problem("", 1, "is not valid YAML: " + e.getMessage())));
    }
  }

  private Document convert(Node node, String path) {
    int line = node.getStartMark().getLine() + 1;
    if (!visited.add(node)) {
      problems.add(new Problem(path, line, "is an alias; anchors are not supported here"));
      return new Document.Empty(path, line);
    }
    if (node instanceof MappingNode mapping) {
      return new Document.Mapping(path, line, fields(mapping, path));
    }
    if (node instanceof SequenceNode sequence) {
      List<Document> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(convert(item, path + "[" + items.size() + "]"));
      }
      return new Document.Sequence(path, line, items);
    }
    return scalar((ScalarNode) node, path, line);
  }

  private Map<String, Document> fields(MappingNode mapping, String path) {
    Map<String, Document> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = tuple.getKeyNode().getStartMark().getLine() + 1;
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(new Problem(path, line, "has a key that is not text"));
        continue;
      }
      String child = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      if (fields.put(key.getValue(), convert(tuple.getValueNode(), child)) != null) {
        problems.add(new Problem(child, line, "is there twice"));
      }
    }
    return fields;
  }

  private static Document scalar(ScalarNode node, String path, int line) {
    String value = node.getValue();
    Tag tag = node.getTag();
    if (Tag.NULL.equals(tag)) {
      return new Document.Empty(path, line);
    }
    // YAML 1.1 also reads yes/no, octal and sexagesimal forms as booleans and numbers; they are
    // never meant so.
    if (Tag.BOOL.equals(tag) && value.matches("(?i)true|false")) {
      return new Document.Flag(path, line, Boolean.parseBoolean(value));
    }
    if (Tag.INT.equals(tag) && value.matches("-?(0|[1-9][0-9]{0,17})")) {
      return new Document.Whole(path, line, Long.parseLong(value));
    }
    if (Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)) {
      return new Document.Fraction(path, line, value);
    }
    return new Document.Text(path, line, value);
  }
}
