package io.lakeswarm.spark.drain;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ApplicabilityTest {
  private final SparkConf conf = new SparkConf(false).set("spark.decommission.enabled", "true");

  @Test
  void worksOnAStandaloneClusterOfTheLineItWasMadeFor() {
    assertThat(Applicability.passiveBecause("3.5.8", false, conf)).isEmpty();
  }

  @Test
  void staysPassiveOnAnotherSparkLine() {
    assertThat(Applicability.passiveBecause("4.0.0", false, conf))
        .hasValueSatisfying(reason -> assertThat(reason).contains("3.5.x", "4.0.0"));
    assertThat(Applicability.passiveBecause("3.50.1", false, conf)).isPresent();
  }

  @Test
  void staysPassiveWhereAddressesAreNotTheExecutors() {
    assertThat(passiveWith("spark.shuffle.service.enabled", "true")).isPresent();
    assertThat(passiveWith("spark.shuffle.push.enabled", "true")).isPresent();
    assertThat(passiveWith("spark.decommission.enabled", "false")).isPresent();
    assertThat(Applicability.passiveBecause("3.5.8", true, conf)).isPresent();
  }

  private java.util.Optional<String> passiveWith(String key, String value) {
    return Applicability.passiveBecause("3.5.8", false, conf.clone().set(key, value));
  }
}
