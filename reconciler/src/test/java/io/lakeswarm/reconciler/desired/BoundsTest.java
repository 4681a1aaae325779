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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every length and every count has one bound, in the schema and in the parser. */
class BoundsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_LIST = 100;

  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Documents.schema());

  /** The field, begin and end of its text, and the longest text that is accepted. */
  static Stream<Arguments> bounds() {
    return Stream.of(
        Arguments.of("/minio/buckets/0/name", "", "", 63),
        Arguments.of("/minio/policies/0/name", "", "", 128),
        Arguments.of("/minio/policies/0/file", "", ".json", 255),
        Arguments.of("/minio/users/0/name", "", "", 64),
        Arguments.of("/minio/users/0/policy", "", "", 128),
        Arguments.of("/minio/users/0/accessKey/secret", "", "", 64),
        Arguments.of("/minio/users/0/secretKey/secret", "", "", 64),
        Arguments.of("/nessie/branches/0", "", "", 128),
        Arguments.of("/nessie/branches/0", "", "/a", 128),
        Arguments.of("/nessie/namespaces/0", "", ".a", 255),
        Arguments.of("/dremio/sources/0/name", "", "", 64),
        Arguments.of("/dremio/sources/0/endpoint", "http://", "", 255),
        Arguments.of("/dremio/sources/1/endpoint", "", "", 255),
        Arguments.of("/dremio/sources/0/rootPath", "", "", 255),
        Arguments.of("/dremio/sources/0/user", "", "", 64));
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void bothTakeTheLongestTextAndRefuseALongerOne(
      String field, String start, String end, int longest) {
    String full = start + "a".repeat(longest - start.length() - end.length()) + end;
    assertThat(schema.validate(with(field, full))).isEmpty();
    assertThat(problems(with(field, full)))
        .noneMatch(problem -> problem.contains("longer"))
        .noneMatch(problem -> problem.contains("must be a"));
    for (String longer : List.of(full + "a", "a".repeat(60_000) + end, "a.".repeat(30_000) + end)) {
      if (longer.length() < 1_000) { // The schema's validator recurses over the whole text.
        assertThat(schema.validate(with(field, longer))).isNotEmpty();
      }
      assertThat(problems(with(field, longer)))
          .anyMatch(
              problem ->
                  problem.contains(dotted(field))
                      && problem.contains("must not be longer than " + longest + " characters"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/minio/buckets",
        "/minio/policies",
        "/minio/users",
        "/nessie/branches",
        "/nessie/namespaces",
        "/dremio/sources"
      })
  void bothTakeAHundredItemsAndRefuseMore(String list) {
    JsonNode full = withItems(list, LONGEST_LIST);
    assertThat(schema.validate(full)).isEmpty();
    assertThat(problems(full)).isEmpty();
    JsonNode longer = withItems(list, LONGEST_LIST + 1);
    assertThat(schema.validate(longer)).isNotEmpty();
    assertThat(problems(longer))
        .anyMatch(it -> it.contains(dotted(list)) && it.contains("more than 100 items"));
  }

  @Test
  void onlyTheFirstFiftyProblemsAreNamed() {
    ObjectNode document = JSON.createObjectNode();
    for (int i = 0; i < 5000; i++) {
      document.put("field" + i, i);
    }
    assertThat(problems(document)).hasSize(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: &a [x]\nb: [*a, *a]\n", "long", "deep"})
  void whatWouldGrowWhileItIsReadIsRefused(String text) {
    String document =
        switch (text) {
          case "long" -> "a: " + "x".repeat(300_000);
          case "deep" -> "[".repeat(10_000);
          default -> text;
        };
    assertThat(refusal(document)).isNotEmpty();
  }

  private static JsonNode kit() {
    return DocumentJson.of(DocumentReader.read(Documents.kit()));
  }

  private static JsonNode with(String field, String value) {
    JsonNode document = kit();
    int last = field.lastIndexOf('/');
    JsonNode parent = document.at(field.substring(0, last));
    String key = field.substring(last + 1);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(key), JSON.getNodeFactory().textNode(value));
    } else {
      ((ObjectNode) parent).put(key, value);
    }
    return document;
  }

  private static JsonNode withItems(String list, int size) {
    JsonNode document = kit();
    ArrayNode items = (ArrayNode) document.at(list);
    JsonNode item = items.get(0);
    while (items.size() < size) {
      String name = "item" + items.size();
      if (item.isTextual()) {
        items.add(name);
      } else {
        items.add(((ObjectNode) item.deepCopy()).put("name", name));
      }
    }
    return document;
  }

  private static String dotted(String pointer) {
    return pointer.substring(1).replaceAll("/(\\d+)", "[$1]").replace('/', '.');
  }

  private static List<String> problems(JsonNode document) {
    return refusal(document.toString());
  }

  private static List<String> refusal(String text) {
    try {
      DesiredStateParser.parse(DocumentReader.read(text));
      return List.of();
    } catch (InvalidDesiredState e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }
}
