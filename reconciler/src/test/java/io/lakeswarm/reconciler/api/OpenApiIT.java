package io.lakeswarm.reconciler.api;

import static io.lakeswarm.reconciler.testing.Api.anonymous;
import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.problem;
import static io.lakeswarm.reconciler.testing.Api.viewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.testing.Contract;
import io.lakeswarm.reconciler.testing.Contract.Operation;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests made from the OpenAPI document: what it declares is so, and nothing else is there. */
@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class OpenApiIT {
  private static final int TOO_LARGE = 64 * 1024 + 1;
  private Contract contract;

  @BeforeEach
  void ready() {
    awaitReady();
    contract = Contract.served();
  }

  @Test
  void documentAndCodeHaveTheSameOperations() {
    Set<String> documented =
        contract.operations().stream()
            .filter(Operation::needsToken)
            .map(Operation::toString)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(documented).isEqualTo(registered()).hasSizeGreaterThan(8);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (Operation operation : contract.operations()) {
      operation.declared().findParents("$ref").forEach(contract::resolved);
      operation.declared().path("responses").forEach(contract::resolved);
    }
  }

  @Test
  void withoutTokenNothingAnswersButTheServiceItself() {
    for (Operation operation : contract.operations()) {
      if (operation.needsToken()) {
        problem(anonymous().request(operation.method(), operation.example()).then(), 401);
      } else {
        anonymous().request(operation.method(), operation.example()).then().statusCode(200);
      }
    }
  }

  @Test
  void theViewerChangesNothing() {
    List<Object> before = FakeCluster.requested();
    for (Operation operation : operations(Operation::writes)) {
      problem(viewer().request(operation.method(), operation.example()).then(), 403);
    }
    assertThat(FakeCluster.requested()).isEqualTo(before);
  }

  @Test
  void theViewerReadsEverything() {
    for (Operation operation : operations(o -> !o.writes() && !o.streams())) {
      int status = operation.path().contains("{") ? 404 : 200;
      viewer().request(operation.method(), operation.example()).then().statusCode(status);
    }
  }

  @Test
  void anotherMediaTypeIsRefused() {
    for (Operation operation : operations(o -> o.declared().has("requestBody"))) {
      RequestSpecification request = operator().contentType("text/plain").body("{}");
      problem(request.request(operation.method(), operation.example()).then(), 415);
    }
  }

  @Test
  void whatIsNotJsonIsRefused() {
    for (Operation operation : operations(OpenApiIT::takesJson)) {
      for (String body : List.of("{", "[]", "{} {}", "{\"a\":1,\"a\":2}", "\"text\"")) {
        problem(call(operation, body), 400);
      }
    }
  }

  @Test
  void unknownFieldsAreNamed() {
    for (Operation operation : operations(OpenApiIT::takesJson)) {
      assertThat(schemaOf(operation).path("additionalProperties").asBoolean(true)).isFalse();
      problem(call(operation, "{\"bogus\":1}"), 400).body("errors.path", hasItem("bogus"));
    }
  }

  @Test
  void fieldsOfAnotherTypeAreNamed() {
    for (Operation operation : operations(OpenApiIT::takesJson)) {
      for (Map.Entry<String, JsonNode> field :
          schemaOf(operation).path("properties").properties()) {
        problem(call(operation, "{\"" + field.getKey() + "\":[1]}"), 400)
            .body("errors.path", hasItem(field.getKey()));
      }
    }
  }

  @Test
  void parametersOutsideTheirSchemaAreRefused() {
    int tried = 0;
    for (Operation operation : operations(Operation::writes)) {
      for (JsonNode parameter : operation.declared().path("parameters")) {
        JsonNode schema = parameter.path("schema");
        String name = parameter.path("name").asText();
        boolean limited = schema.has("enum") || schema.has("maxLength");
        if (parameter.path("in").asText().equals("path")) {
          String path = operation.path().replace("{" + name + "}", "nonsense");
          problem(operator().request(operation.method(), path).then(), 404);
          tried++;
        } else if (limited || !schema.path("type").asText().equals("string")) {
          String wrong = "x".repeat(schema.path("maxLength").asInt(2) + 1);
          RequestSpecification request =
              operator().contentType(ContentType.JSON).body("{}").header("If-Match", "*");
          request =
              parameter.path("in").asText().equals("query")
                  ? request.queryParam(name, wrong)
                  : request.header(name, wrong);
          problem(request.request(operation.method(), operation.example()).then(), 400);
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThanOrEqualTo(5);
  }

  @Test
  void largeBodiesAreRefusedUnread() {
    for (Operation operation : operations(Operation::writes)) {
      String body = "{\"reason\":\"" + "x".repeat(TOO_LARGE) + "\"}";
      problem(call(operation, body), 413);
    }
  }

  private List<Operation> operations(Predicate<Operation> which) {
    List<Operation> chosen =
        contract.operations().stream().filter(o -> o.needsToken() && which.test(o)).toList();
    assertThat(chosen).isNotEmpty();
    return chosen;
  }

  private static boolean takesJson(Operation operation) {
    return operation.declared().at("/requestBody/content").has("application/json");
  }

  private JsonNode schemaOf(Operation operation) {
    JsonNode content = operation.declared().path("requestBody").path("content");
    return contract.resolved(content.path("application/json").path("schema"));
  }

  private static ValidatableResponse call(Operation operation, String body) {
    return operator()
        .contentType(ContentType.JSON)
        .body(body)
        .request(operation.method(), operation.example())
        .then();
  }

  private static Set<String> registered() {
    Set<String> found = new TreeSet<>();
    for (var bean : Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE)) {
      Path root = bean.getBeanClass().getAnnotation(Path.class);
      if (root != null) {
        for (Method method : bean.getBeanClass().getDeclaredMethods()) {
          verb(method).ifPresent(verb -> found.add(verb + " " + root.value() + sub(method)));
        }
      }
    }
    return found;
  }

  private static Optional<String> verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return Optional.of(verb.value());
      }
    }
    return Optional.empty();
  }

  private static String sub(Method method) {
    Path path = method.getAnnotation(Path.class);
    return path == null ? "" : path.value();
  }
}
