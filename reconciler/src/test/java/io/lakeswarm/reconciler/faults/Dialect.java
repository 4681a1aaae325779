package io.lakeswarm.reconciler.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the proxy has to know of each server: which requests write, and how it refuses. */
enum Dialect {
  DOCKER("application/json", "{\"message\":\"%s\"}") {
    @Override
    boolean isList(Message request) {
      return request.method().equals("GET")
          && List.of("/services", "/tasks", "/configs", "/nodes").contains(request.path());
    }

    @Override
    String object(Message request) {
      if (request.path().equals("/configs/create")) {
        return "create " + kind(json(request.body()).path("Name").asText());
      }
      if (request.path().startsWith("/services/")) {
        String name = json(request.body()).path("Name").asText();
        return name.endsWith("_spark-worker") ? "scale workers" : "update " + name;
      }
      return request.method().equals("DELETE") ? "delete config" : "label config";
    }

    private String kind(String name) {
      // Drains and status are told apart by number and task, which differ from run to run.
      return name.replaceFirst("(lakeswarm-(?:drain|status|operation)).*", "$1");
    }
  },

  SPARK("text/html", "<html>%s</html>") {
    @Override
    boolean isList(Message request) {
      return request.path().equals("/json/");
    }

    @Override
    String object(Message request) {
      return "drain worker";
    }
  },

  MINIO("application/xml", "<Error><Code>%s</Code></Error>") {
    @Override
    boolean isList(Message request) {
      return false; // One process, which promises that a read sees every earlier write.
    }

    @Override
    String object(Message request) {
      String call = request.path().replaceFirst("^/minio/admin/v3/", "");
      String named =
          request.target().replaceFirst(".*[?&](?:name|accessKey|userOrGroup)=([^&]*).*", "$1");
      return call.equals(request.path().substring(1)) || !request.path().startsWith("/minio/")
          ? request.method() + " " + request.target()
          : call + " " + named;
    }
  },

  NESSIE(
      "application/json",
      "{\"status\":%2$d,\"reason\":\"refused\",\"message\":\"%1$s\",\"errorCode\":\"UNKNOWN\"}") {
    @Override
    boolean isWrite(Message request) {
      return super.isWrite(request) && !request.path().endsWith("/contents");
    }

    @Override
    boolean isList(Message request) {
      return false; // One database, read in the state of its last commit.
    }

    @Override
    String object(Message request) {
      List<String> keys = new ArrayList<>();
      json(request.body())
          .path("operations")
          .forEach(operation -> keys.add(operation.at("/key/elements").toString()));
      String target = URLDecoder.decode(request.target(), UTF_8);
      return request.method() + " " + target.replaceFirst("@\\w*", "") + " " + keys;
    }
  },

  DREMIO("application/json", "{\"errorMessage\":\"%s\",\"moreInfo\":\"\",\"context\":[]}") {
    @Override
    boolean isWrite(Message request) {
      return super.isWrite(request) && !request.path().equals("/apiv2/login");
    }

    @Override
    boolean isList(Message request) {
      return false; // One process.
    }

    @Override
    String object(Message request) {
      String call = request.path().replaceFirst("(/api/v3/catalog)/.*", "$1");
      return request.method() + " " + call + " " + json(request.body()).path("name").asText();
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String type;
  private final String error;

  Dialect(String type, String error) {
    this.type = type;
    this.error = error;
  }

  /** The server's name among the services. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** True when the request may change something. */
  boolean isWrite(Message request) {
    return !request.method().equals("GET") && !request.method().equals("HEAD");
  }

  /** True when the request reads what a lagging server could answer from the past. */
  abstract boolean isList(Message request);

  /** What is done to which object, the same text in every run. */
  abstract String object(Message request);

  /** A refusal as this server writes it. */
  byte[] refusal(int status, String message) {
    byte[] body = error.formatted(message, status).getBytes(UTF_8);
    String head =
        "HTTP/1.1 %d refused\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, type, body.length);
    byte[] all = Arrays.copyOf(head.getBytes(UTF_8), head.length() + body.length);
    System.arraycopy(body, 0, all, head.length(), body.length);
    return all;
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalStateException("the request is not JSON", e);
    }
  }
}
