package io.lakeswarm.reconciler.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.store.DocumentJson;
import io.lakeswarm.reconciler.testing.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The schema is what editors check, the parser is what counts: they must not disagree. */
class SchemaAgreementTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MUTANTS = 4000;

  /** Rules between fields, which a schema cannot state; the parser alone knows them. */
  private static final Pattern BETWEEN_FIELDS =
      Pattern.compile(
          "between min and max|larger than max|(minio|dremio).*there twice|names the|on all"
              + " branches");

  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Documents.schema());

  @Test
  void bothAcceptTheFileOfTheKit() {
    JsonNode kit = DocumentJson.of(DocumentReader.read(Documents.kit()));
    assertThat(schema.validate(kit)).isEmpty();
    assertThat(problems(kit)).isEmpty();
  }

  @Test
  void theyRefuseTheSameMutants() {
    JsonNode kit = DocumentJson.of(DocumentReader.read(Documents.kit()));
    Random random = new Random(7);
    int refused = 0;
    int accepted = 0;
    for (int i = 0; i < MUTANTS; i++) {
      JsonNode mutant = kit.deepCopy();
      String mutation = mutate(mutant, random);
      boolean schemaAccepts = schema.validate(mutant).isEmpty();
      List<String> structural =
          problems(mutant).stream()
              .filter(problem -> !BETWEEN_FIELDS.matcher(problem).find())
              .toList();
      assertThat(structural.isEmpty())
          .as("%s: schema accepts: %s, parser says: %s", mutation, schemaAccepts, structural)
          .isEqualTo(schemaAccepts);
      refused += schemaAccepts ? 0 : 1;
      accepted += schemaAccepts ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(MUTANTS / 2);
    assertThat(accepted).isGreaterThan(MUTANTS / 20);
  }

  private static List<String> problems(JsonNode document) {
    try {
      DesiredStateParser.parse(DocumentReader.read(document.toString()));
      return List.of();
    } catch (InvalidDesiredState e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  private static String mutate(JsonNode root, Random random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(root, containers);
    JsonNode container = containers.get(random.nextInt(containers.size()));
    JsonNode value = value(random);
    if (container instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextInt(4) == 0) {
        array.add(value);
        return "append " + value;
      }
      array.set(random.nextInt(array.size()), value);
      return "set item to " + value;
    }
    ObjectNode object = (ObjectNode) container;
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    String key =
        keys.isEmpty() || random.nextInt(6) == 0 ? "extra" : keys.get(random.nextInt(keys.size()));
    if (random.nextInt(3) == 0) {
      object.remove(key);
      return "remove " + key;
    }
    object.set(key, value);
    return "set " + key + " to " + value;
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static JsonNode value(Random random) {
    String[] texts = {
      "lake",
      "wsl",
      "A_b",
      "a..b",
      "10.0.0.1",
      "",
      " ",
      "x.json",
      "../x.json",
      "main",
      "a/b",
      "S3",
      "NESSIE",
      "report",
      "repair",
      "lakeswarm/v1",
      "aws_access_key_id",
      "ab",
      "a.b",
      "9lives",
      "reconciler_token",
      "http://nessie:19120/api/v2",
      "http://user@nessie/",
      "minio:9000",
      "file:///etc/passwd",
      "/ware house/",
      "a\u202eb"
    };
    return switch (random.nextInt(8)) {
      case 0 -> JSON.getNodeFactory().numberNode(random.nextInt(20));
      case 1 -> JSON.getNodeFactory().numberNode(random.nextInt(3) * 700 - 1);
      case 2 -> JSON.getNodeFactory().numberNode(random.nextInt(10) + 0.5);
      case 3 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case 4 -> random.nextBoolean() ? JSON.createArrayNode() : JSON.createObjectNode();
      case 5 -> JSON.nullNode();
      default -> JSON.getNodeFactory().textNode(texts[random.nextInt(texts.length)]);
    };
  }
}
