package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PassRecord;
import io.lakeswarm.reconciler.swarm.MemoryConfig;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Configures the application's one mapper for the records that are stored and returned. The records
 * themselves stay free of Jackson: what differs from their components is in the mix-ins here.
 */
@Singleton
public class RecordJson implements ObjectMapperCustomizer {

  @Override
  public void customize(ObjectMapper mapper) {
    into(mapper);
  }

  /** Configures and returns {@code mapper}. Absent optionals are left out, times are ISO text. */
  public static ObjectMapper into(ObjectMapper mapper) {
    return mapper
        .registerModules(new Jdk8Module(), new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        .setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
        .setSerializationInclusion(JsonInclude.Include.NON_ABSENT)
        .addMixIn(PassRecord.class, Pass.class)
        .addMixIn(ConditionType.class, Word.class)
        .addMixIn(ConditionStatus.class, Word.class)
        .addMixIn(Operation.State.class, Word.class);
  }

  /** Returns the data of {@code config}; throws {@link ReconcileException.Stalled} on bad data. */
  static <T> T read(ObjectMapper mapper, MemoryConfig config, Class<T> type) {
    try {
      return mapper.treeToValue(config.data(), type);
    } catch (JsonProcessingException e) {
      throw new ReconcileException.Stalled(
          "Cannot read config " + config.name() + ": " + e.getOriginalMessage() + ". Remove it.",
          e);
    }
  }

  /** Writes {@code durationMillis} instead of an ISO duration. */
  @JsonPropertyOrder({"sequence", "controller", "trigger", "start", "durationMillis"})
  private interface Pass {
    @JsonProperty("durationMillis")
    @JsonFormat(shape = JsonFormat.Shape.NUMBER, pattern = "MILLIS")
    Duration duration();
  }

  /** Writes a constant as the word that users see. */
  private interface Word {
    @JsonValue
    String text();
  }
}
