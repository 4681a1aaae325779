package io.lakeswarm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final Set<String> KNOWN = Set.of("query", "limit");

  @Test
  void readsPairs() {
    Arguments arguments = Arguments.parse(List.of("--query", "--x", "--limit", "3"), KNOWN);
    assertThat(arguments.require("query")).isEqualTo("--x");
    assertThat(arguments.find("limit")).hasValue("3");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    refused(List.of("--qery", "x"), "unknown argument --qery; known: --limit, --query");
    refused(List.of("query", "x"), "unknown argument query");
    refused(List.of("--query"), "--query needs a value");
    refused(List.of("--limit", "1", "--limit", "2"), "--limit is given twice");
  }

  @Test
  void namesTheMissingKey() {
    assertThatThrownBy(() -> Arguments.parse(List.of(), KNOWN).require("query"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--query is missing");
  }

  private static void refused(List<String> args, String message) {
    assertThatThrownBy(() -> Arguments.parse(args, KNOWN))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }
}
