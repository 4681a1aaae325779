package io.lakeswarm.reconciler.desired;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "month end", "Größe, 数, ق", "\uD83D\uDE00 e\u0301", "<b>\"&'"})
  void whatIsVisibleIsTakenAsItIs(String text) {
    assertThat(PlainText.flaw(text)).isEmpty();
    assertThat(PlainText.shown(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x061C, 0x180E, 0x200B, 0x200E,
        0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xD800, 0xE000, 0xFEFF, 0xFFFE,
        0xE0001, 0xE0041, 0x10FFFF
      })
  void whatHidesOrTurnsTheTextIsNamed(int point) {
    String text = "a" + Character.toString(point) + "b";
    assertThat(PlainText.flaw(text))
        .contains("must be one line of visible characters, but has U+%04X".formatted(point));
    assertThat(PlainText.shown(text)).isEqualTo("a?b");
  }
}
