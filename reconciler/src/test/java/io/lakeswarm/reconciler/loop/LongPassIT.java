package io.lakeswarm.reconciler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.metrics.Meters;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.store.DesiredSource;
import io.lakeswarm.reconciler.store.History;
import io.lakeswarm.reconciler.store.RecordJson;
import io.lakeswarm.reconciler.store.RevisionStore;
import io.lakeswarm.reconciler.store.StatusStore;
import io.lakeswarm.reconciler.swarm.DockerTransport;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmConfigs;
import io.lakeswarm.reconciler.swarm.SwarmEvents;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LongPassIT {
  private static final int STEPS = 4;

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final SettableClock clock = new SettableClock();

  @AfterEach
  void stop() {
    swarm.close();
  }

  @Test
  void afterAMinuteOfWritesThePassLooksAgainBeforeItGoesOn() {
    assertThat(writes(Duration.ofSeconds(10))).isEqualTo(STEPS);
    assertThat(writes(Duration.ofSeconds(40))).isEqualTo(2);
    assertThat(writes(Duration.ofSeconds(150))).isEqualTo(1);
  }

  private int writes(Duration each) {
    Path seed = Path.of(System.getProperty("project.root"), "stacks", "desired-state.yml");
    LakeswarmSettings settings =
        TestSettings.of(swarm.url(), URI.create("http://127.0.0.1:1"), seed);
    ObjectMapper json = RecordJson.into(new ObjectMapper());
    DockerTransport transport = new DockerTransport(settings, new SecretFiles(settings));
    SwarmClient client = new SwarmClient(transport, json, settings, Clock.systemUTC());
    SwarmConfigs configs = new SwarmConfigs(client, json);
    DesiredSource source = new DesiredSource(new RevisionStore(configs, json), settings, clock);
    History history = new History(json, clock);
    StatusStore status = new StatusStore(configs, json, history, clock);
    Meters meters =
        new Meters(new SimpleMeterRegistry(), status, new SwarmEvents(transport, json, settings));
    RestartWatch watch = new RestartWatch(new SwarmReader(client), history, meters, clock);
    PassResult result =
        new Reconciler<>(new Slow(clock, each), source, status, watch, clock)
            .reconcile(Trigger.of(Trigger.Kind.START), write -> {});
    assertThat(result.outcome()).isEqualTo(PassResult.Outcome.APPLIED);
    return result.report().results().size();
  }

  /** Every write takes its time. */
  private record Slow(SettableClock clock, Duration each) implements Controller<String> {
    @Override
    public String name() {
      return "slow";
    }

    @Override
    public ConditionType condition() {
      return ConditionType.DREMIO_BOOTSTRAP;
    }

    @Override
    public String observe(DesiredState desired) {
      return "";
    }

    @Override
    public Plan plan(DesiredState desired, String observed) {
      return new Plan(
          IntStream.range(0, STEPS)
              .mapToObj(
                  number -> {
                    Action action = () -> Action.Label.of("create", "part:" + number);
                    return Step.of(action, "missing");
                  })
              .toList());
    }

    @Override
    public void apply(Step step) {
      clock.advance(each);
    }

    @Override
    public List<Condition> conditions(
        DesiredState desired, String observed, Plan plan, ApplyReport report, Instant now) {
      return List.of();
    }
  }
}
