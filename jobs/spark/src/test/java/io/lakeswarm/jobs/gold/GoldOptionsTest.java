package io.lakeswarm.jobs.gold;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldOptionsTest {
  @Test
  void refusesEveryArgument() {
    assertThatThrownBy(() -> GoldOptions.parse(List.of("--view", "x")))
        .isInstanceOf(UsageException.class);
  }
}
