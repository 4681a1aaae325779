package io.lakeswarm.reconciler.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A real engine, alone in its swarm, with a service of stand-ins for Spark workers: they run until
 * they are told to end, and then exit 0.
 */
final class Engine implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "faults_spark-worker";
  private static final String NETWORK = "lakeswarm";

  private final URI url;
  private final String image;
  private final DockerHttpClient http;

  /** Refuses an engine that carries a platform: everything of its memory would be removed. */
  Engine(URI url, String image) {
    this.url = url;
    this.image = image;
    this.http = new ZerodepDockerHttpClient.Builder().dockerHost(url).build();
    if (!labelled("/services", "lakeswarm.managed").isEmpty()) {
      throw new IllegalStateException(
          "Cannot use the engine at "
              + url
              + ": it carries services of Lakeswarm. Take one of its own.");
    }
    if (get("/networks/" + NETWORK).isMissingNode()) {
      ObjectNode network = JSON.createObjectNode().put("Name", NETWORK).put("Driver", "overlay");
      call(Request.Method.POST, "/networks/create", network.put("Attachable", true));
    }
  }

  URI url() {
    return url;
  }

  /** A fresh service; nothing is remembered of an earlier run. */
  void begin(int replicas) {
    clear();
    ObjectNode spec = JSON.createObjectNode().put("Name", NAME);
    spec.putObject("Labels")
        .put("lakeswarm.managed", "true")
        .put("lakeswarm.service", "spark-worker");
    ObjectNode template = spec.putObject("TaskTemplate");
    ObjectNode container = template.putObject("ContainerSpec").put("Image", image);
    container.putArray("Command").add("sh").add("-c");
    container.putArray("Args").add("trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done");
    container.put("Init", true);
    template.putObject("RestartPolicy").put("Condition", "on-failure");
    template.putArray("Networks").addObject().put("Target", NETWORK);
    spec.putObject("EndpointSpec").put("Mode", "dnsrr");
    spec.putObject("Mode").putObject("Replicated").put("Replicas", replicas);
    call(Request.Method.POST, "/services/create", spec);
  }

  /** Removes what a run made. */
  private void clear() {
    labelled("/services", "lakeswarm.managed")
        .forEach(s -> call(Request.Method.DELETE, "/services/" + s.path("ID").asText(), null));
    labelled("/configs", "lakeswarm.memory")
        .forEach(c -> call(Request.Method.DELETE, "/configs/" + c.path("ID").asText(), null));
  }

  /** What a person does by hand. */
  void scale(int replicas) {
    JsonNode service = service();
    ObjectNode spec = (ObjectNode) service.path("Spec");
    ((ObjectNode) spec.at("/Mode/Replicated")).put("Replicas", replicas);
    String version = service.at("/Version/Index").asText();
    String path = "/services/" + service.path("ID").asText() + "/update?version=" + version;
    call(Request.Method.POST, path, spec);
  }

  int replicas() {
    return service().at("/Spec/Mode/Replicated/Replicas").asInt();
  }

  private JsonNode service() {
    return labelled("/services", "lakeswarm.service=spark-worker").get(0);
  }

  /** The tasks whose container runs and shall run. */
  List<JsonNode> running() {
    List<JsonNode> running = new ArrayList<>();
    String service = service().path("ID").asText();
    for (JsonNode task : get("/tasks?" + filter("service", service))) {
      boolean wanted = task.path("DesiredState").asText().equals("running");
      if (wanted && task.at("/Status/State").asText().equals("running")) {
        running.add(task);
      }
    }
    return running;
  }

  /** The address of a task on the overlay. */
  static String address(JsonNode task) {
    for (JsonNode attachment : task.path("NetworksAttachments")) {
      if (attachment.at("/Network/Spec/Name").asText().equals(NETWORK)) {
        return attachment.path("Addresses").path(0).asText().replaceFirst("/.*", "");
      }
    }
    return "";
  }

  /** The container of {@code task} is told to end. */
  void end(JsonNode task) {
    String container = task.at("/Status/ContainerStatus/ContainerID").asText();
    call(Request.Method.POST, "/containers/" + container + "/kill?signal=TERM", null);
  }

  /** The configs of one kind of memory. */
  List<JsonNode> memory(String kind) {
    return labelled("/configs", "lakeswarm.memory=" + kind);
  }

  private List<JsonNode> labelled(String list, String label) {
    List<JsonNode> found = new ArrayList<>();
    get(list + "?" + filter("label", label)).forEach(found::add);
    return found;
  }

  private static String filter(String key, String value) {
    String json = "{\"" + key + "\":[\"" + value + "\"]}";
    return "filters=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
  }

  private JsonNode get(String path) {
    return call(Request.Method.GET, path, null);
  }

  /** The answer; a missing node when the object does not exist. */
  private JsonNode call(Request.Method method, String path, JsonNode body) {
    Request.Builder request = Request.builder().method(method).path(path);
    try {
      if (body != null) {
        request.putHeader("content-type", "application/json");
        request.bodyBytes(JSON.writeValueAsBytes(body));
      }
      try (DockerHttpClient.Response response = http.execute(request.build())) {
        byte[] answer = response.getBody().readAllBytes();
        if (response.getStatusCode() == 404) {
          return JSON.missingNode();
        }
        if (response.getStatusCode() / 100 != 2) {
          throw new IllegalStateException(method + " " + path + ": " + new String(answer));
        }
        return answer.length == 0 ? JSON.missingNode() : JSON.readTree(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clear();
    call(Request.Method.DELETE, "/networks/" + NETWORK, null);
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
