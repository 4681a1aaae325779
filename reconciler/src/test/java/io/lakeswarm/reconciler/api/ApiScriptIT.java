package io.lakeswarm.reconciler.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.lakeswarm.reconciler.testing.ApiScript;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.lakeswarm.reconciler.testing.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people see of plan, status and history, letter by letter. */
class ApiScriptIT {
  private static final String PLAN =
      """
      [{"action":"scale","target":"service:spark-worker","detail":"3 -> 2","cause":"replicas above desired",
        "version":"41","predictedRestarts":["task:abcdefghijklmnop","task:b","task:c"]},
       {"action":"create","target":"bucket:wsl","detail":"","cause":"bucket missing","version":"","predictedRestarts":[]},
       {"action":"wait","target":"nessie","detail":"","cause":"no answer","version":"","predictedRestarts":[]}]
      """;

  private final Map<String, String> answers = new HashMap<>();
  private boolean gone;
  private final LoopbackServer server = new LoopbackServer(this::answer);
  private final ApiScript script = new ApiScript(server.uri());

  @AfterEach
  void close() {
    server.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (gone) {
        exchange.sendResponseHeaders(503, 0);
        exchange.getResponseBody().write("<html>Not here</html>".getBytes(StandardCharsets.UTF_8));
        return;
      }
      boolean known =
          ("Bearer " + FakeCluster.OPERATOR)
              .equals(exchange.getRequestHeaders().getFirst("Authorization"));
      String body = known ? answers.get(exchange.getRequestURI().toString()) : null;
      int status = body == null ? (known ? 404 : 401) : 200;
      byte[] bytes =
          (body == null
                  ? "{\"status\":" + status + ",\"title\":\"No\",\"detail\":\"Not here.\"}"
                  : body)
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Test
  void planIsATable() throws Exception {
    answers.put("/api/v1/plan", PLAN);

    assertThat(script.run("plan").out())
        .isEqualTo(
            """
            ACTION  TARGET                DETAIL  CAUSE                   RESTARTS
            scale   service:spark-worker  3 -> 2  replicas above desired  task:abcdefghijkl,task:b +1
            create  bucket:wsl            -       bucket missing          -
            wait    nessie                -       no answer               -
            2 steps, at most 3 restarts; 1 note.
            """);
  }

  @Test
  void anEmptyPlanSaysSo() throws Exception {
    answers.put("/api/v1/plan", "[]");
    assertThat(script.run("plan").out()).isEqualTo("Nothing to do.\n");
  }

  @Test
  void coloursAreThereWhenForcedAndNeverAgainstTheWish() throws Exception {
    answers.put("/api/v1/plan", PLAN);
    String plain = script.run("plan").out();
    String coloured = script.with("CLICOLOR_FORCE", "1").run("plan").out();

    assertThat(plain).doesNotContain("\u001b");
    assertThat(coloured).contains("\u001b[33mscale", "\u001b[32mcreate", "\u001b[2mwait");
    assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain);
    assertThat(script.with("NO_COLOR", "1").run("plan").out()).isEqualTo(plain);
  }

  @Test
  void statusMarksWhatIsWrong() throws Exception {
    String since = Instant.now().minusSeconds(3 * 3600 + 60).toString();
    answers.put(
        "/api/v1/status",
        """
        {"ready":false,"version":"1.2.3","revision":7,"conditions":[
          {"type":"Ready","status":"False","reason":"NotReady","message":"MinIO is down.","health":"bad","lastTransitionTime":"%1$s"},
          {"type":"SparkWorkers","status":"Unknown","reason":"MasterUnreadable","message":"No answer.","health":"unknown","lastTransitionTime":"%1$s"},
          {"type":"Airflow","status":"Unknown","reason":"NotDeployed","message":"Not there.","health":"absent","lastTransitionTime":"%1$s"},
          {"type":"VolumeReset","status":"True","reason":"DataVanished","message":"Lost.","health":"bad","lastTransitionTime":"%1$s"},
          {"type":"CatalogInconsistent","status":"False","reason":"Consistent","message":"Fine.","health":"good","lastTransitionTime":"%1$s"}],
         "resources":[
          {"kind":"service","name":"gateway","desired":2,"running":2,"nodes":["a","b"],"tasks":[
            {"task":"t1","node":"a","state":"running","message":""},{"task":"t2","node":"b","state":"running","message":""}]},
          {"kind":"service","name":"minio","desired":1,"running":0,"nodes":[],"tasks":[
            {"task":"t3","node":"","state":"pending","message":"no suitable node"}]},
          {"kind":"service","name":"spark-worker","desired":3,"running":2,"nodes":["a"],"tasks":[
            {"task":"t4","node":"a","state":"running","message":""},{"task":"t5","node":"a","state":"running","message":""},
            {"task":"t6","node":"b","state":"starting","message":""}]},
          {"kind":"node","name":"a","state":"ready","availability":"active","role":"manager"},
          {"kind":"node","name":"b","state":"ready","availability":"drain","role":"worker"},
          {"kind":"node","name":"c","state":"down","availability":"active","role":"worker"},
          {"kind":"operation","name":"20260101-000000-abcd","operation":{"operation":"20260101-000000-abcd","kind":"scale-spark-workers",
            "state":"Running","from":2,"to":3,"reason":"night run","created":"%1$s","deadline":"%1$s","steps":[]}}]}
        """
            .formatted(since));
    answers.put(
        "/api/v1/spark/workers",
        """
        {"desired":2,"running":2,"registered":null,"workers":[
          {"task":"abcdefghijklmnop","node":"a","host":"10.0.0.2","state":"RUNNING","cores":null,"coresUsed":null}]}
        """);

    assertThat(script.run("status").out())
        .isEqualTo(
            """
            Not ready: MinIO is down.
            Lakeswarm 1.2.3, revision 7, 3 nodes, 3 services.

                CONDITION            REASON            SINCE  MESSAGE
            !!  Ready                NotReady          3h     MinIO is down.
            ??  SparkWorkers         MasterUnreadable  3h     No answer.
            --  Airflow              NotDeployed       3h     Not there.
            !!  VolumeReset          DataVanished      3h     Lost.
            ok  CatalogInconsistent  Consistent        3h     Fine.

                NODE  STATE         ROLE     TASKS
            ok  a     ready         manager  gateway spark-workerx2
            !!  b     ready, drain  worker   gateway spark-worker(starting)
            !!  c     down          worker   -

                SERVICE       RUNNING  WHY
            !!  minio         0/1      pending: no suitable node
            !!  spark-worker  2/3      starting

                OPERATION             SINCE  WHAT                          REASON
            ..  20260101-000000-abcd  3h     Spark workers go from 2 to 3  night run

            Workers: desired 2  running 2  registered unknown
                WORKER        NODE  ADDRESS   STATE    CORES
            ..  abcdefghijkl  a     10.0.0.2  RUNNING  ?/?
            """);
  }

  @Test
  void theFirstLineOfTheStatusSaysItAll() throws Exception {
    String condition =
        "{\"type\":\"%s\",\"status\":\"True\",\"health\":\"%s\",\"reason\":\"R\",\"message\":\"\","
            + "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}";
    String operation =
        "{\"kind\":\"operation\",\"name\":\"o\",\"operation\":{\"operation\":\"o\","
            + "\"kind\":\"bootstrap-minio\",\"created\":\"2026-01-01T00:00:00Z\",\"reason\":\"\"}}";
    answers.put(
        "/api/v1/spark/workers", "{\"desired\":0,\"running\":0,\"registered\":0,\"workers\":[]}");
    String good = condition.formatted("Ready", "good");
    String drift = condition.formatted("ServiceDrift", "bad");

    assertThat(firstLine(good, "")).isEqualTo("Ready: everything is as desired.");
    String absent = condition.formatted("Airflow", "absent");
    assertThat(firstLine(good + "," + absent, "")).isEqualTo("Ready: everything is as desired.");
    assertThat(firstLine(good + "," + drift, "")).isEqualTo("Ready; look at ServiceDrift.");
    assertThat(firstLine(good + "," + drift, operation))
        .isEqualTo("Ready, and changing: bootstrap of minio.");
  }

  @Test
  void colourAddsNothingToTheWordsOfTheStatus() throws Exception {
    answers.put(
        "/api/v1/status", "{\"ready\":true,\"revision\":1,\"conditions\":[],\"resources\":[]}");
    answers.put(
        "/api/v1/spark/workers", "{\"desired\":1,\"running\":1,\"registered\":1,\"workers\":[]}");
    String plain = script.run("status").out();
    ApiScript.Result coloured = script.with("CLICOLOR_FORCE", "1").run("status");

    assertThat(plain).contains("Revision 1, 0 nodes", "Workers: desired 1");
    assertThat(coloured.exit()).as(coloured.err()).isZero();
    assertThat(coloured.out().replaceAll("\u001b\\[[0-9;]+m", "")).isEqualTo(plain);
  }

  private String firstLine(String conditions, String resources) throws Exception {
    answers.put(
        "/api/v1/status",
        "{\"ready\":true,\"revision\":1,\"conditions\":[%s],\"resources\":[%s]}"
            .formatted(conditions, resources));
    String plain = script.run("status").out().lines().findFirst().orElseThrow();
    script.with("CLICOLOR_FORCE", "1");
    assertThat(script.run("status").out()).startsWith("\u001b[1;3").contains(plain);
    script.with("CLICOLOR_FORCE", "0");
    return plain;
  }

  @Test
  void historyTellsWhatAndWhy() throws Exception {
    answers.put(
        "/api/v1/events?follow=false",
        """
        id: 5
        event: step
        data: {"sequence":5,"action":"scale"}

        id: 7
        event: pass
        data: {"sequence":7,"controller":"spark-workers","trigger":"event","start":"2026-01-01T00:00:00.123Z","steps":[{"action":"scale","target":"service:spark-worker","detail":"1 -> 2","cause":"replicas below desired","outcome":"applied","message":"","predictedRestarts":[],"observedRestarts":[]},{"action":"drain","target":"worker:x","detail":"","cause":"workers above desired","outcome":"refused","message":"no worker","predictedRestarts":["task:x"]}],"conditions":[{"type":"Ready","from":"","to":"True","reason":"AllReady"}]}
        """);

    assertThat(script.run("history").out())
        .isEqualTo(
            """
            TIME                 CONTROLLER     TRIGGER  WHAT                               CAUSE OR REASON                            RESTARTS: PREDICTED / OBSERVED
            2026-01-01T00:00:00  spark-workers  event    scale service:spark-worker 1 -> 2  replicas below desired                     -
            2026-01-01T00:00:00  spark-workers  event    drain worker:x                     workers above desired: refused, no worker  task:x / not seen yet
            2026-01-01T00:00:00  spark-workers  event    Ready - -> True                    AllReady                                   -
            """);
  }

  @Test
  void aRefusalIsToldAndFails() throws Exception {
    ApiScript.Result result = script.with("LS_TOKEN", "wrong").run("plan");
    assertThat(result.exit()).isNotZero();
    assertThat(result.err()).startsWith("Refused (401): No. Not here.");
  }

  /** As the gateway answers when no reconciler runs. */
  @Test
  void aPageOfTheGatewayIsNoAnswerOfTheReconciler() throws Exception {
    gone = true;
    for (String command : new String[] {"status", "plan", "history", "workers"}) {
      ApiScript.Result result = script.run(command);
      assertThat(result.exit()).as(command).isNotZero();
      assertThat(result.out()).as(command).isEmpty();
      assertThat(result.err())
          .as(command)
          .matches("Cannot reach the reconciler at \\S+: the gateway answered 503\\. .+\n");
    }
  }

  @Test
  void whatACommandNeedsIsAskedForBeforeACall() throws Exception {
    gone = true;
    assertThat(script.run("scale", "many").err()).startsWith("Cannot scale: 'many' is no number");
    assertThat(script.run("rollback").err()).startsWith("Cannot roll back: no revision given. ");
    assertThat(script.run("bootstrap").err()).startsWith("Cannot verify a component: none given. ");
    assertThat(script.run("get").err()).startsWith("Cannot get: no path given. ");
    for (String command : new String[] {"plan", "apply", "put"}) {
      assertThat(script.run(command, "missing.yml").err())
          .startsWith("Cannot read missing.yml: it is missing or not readable. ");
    }
  }
}
