package io.lakeswarm.reconciler.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.testing.Documents;
import org.junit.jupiter.api.Test;

/** A stored tree is read as its text would be: same kinds, paths and lines. */
class DocumentJsonTest {
  @Test
  void theFileOfTheKit() {
    sameAsText(DocumentJson.of(DocumentReader.read(Documents.kit())));
  }

  @Test
  void everyKindOfValue() throws Exception {
    String kinds =
        "{\"text\":\"yes\",\"digits\":\"7\",\"zero\":0,\"negative\":-3,\"long\":12345678901,"
            + "\"huge\":12345678901234567890123,\"fraction\":0.5,\"flag\":false,\"empty\":null,"
            + "\"list\":[1,[],{\"a.b\":{\"c\":true}}],\"mapping\":{}}";
    sameAsText(new ObjectMapper().readTree(kinds));
  }

  private static void sameAsText(JsonNode tree) {
    assertThat(DocumentJson.read(tree)).isEqualTo(DocumentReader.read(tree.toString()));
  }
}
