package io.lakeswarm.reconciler.minio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MadminCryptTest {
  private static final byte[] BODY = "{\"secretKey\":\"s\",\"status\":\"enabled\"}".getBytes(UTF_8);

  @Test
  void decryptsWhatItEncrypted() {
    byte[] sealed = MadminCrypt.encrypt("root-password", BODY);

    assertThat(sealed).hasSize(32 + 1 + 8 + BODY.length + 16);
    assertThat(sealed[32]).isEqualTo((byte) 2);
    assertThat(MadminCrypt.decrypt("root-password", sealed)).isEqualTo(BODY);
  }

  @Test
  void neverMakesTheSameBytesTwice() {
    assertThat(MadminCrypt.encrypt("root-password", BODY))
        .isNotEqualTo(MadminCrypt.encrypt("root-password", BODY));
  }

  @Test
  void takesOneBlockAndNoMore() {
    byte[] longest = new byte[MadminCrypt.BLOCK - 1];

    assertThat(MadminCrypt.decrypt("pw", MadminCrypt.encrypt("pw", longest))).isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MadminCrypt.encrypt("pw", new byte[MadminCrypt.BLOCK]))
        .withMessageContaining("16384 bytes");
  }

  @Test
  void refusesAnotherPasswordAndAlteredBytes() {
    byte[] sealed = MadminCrypt.encrypt("root-password", BODY);
    byte[] altered = sealed.clone();
    altered[50] ^= 1;

    assertThatIllegalArgumentException().isThrownBy(() -> MadminCrypt.decrypt("other", sealed));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MadminCrypt.decrypt("root-password", altered));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MadminCrypt.decrypt("root-password", new byte[40]));
  }
}
