package io.lakeswarm.jobs.ddl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DdlOptionsTest {
  @Test
  void refusesEveryArgument() {
    assertThatThrownBy(() -> DdlOptions.parse(List.of("--table", "x")))
        .isInstanceOf(UsageException.class);
  }
}
