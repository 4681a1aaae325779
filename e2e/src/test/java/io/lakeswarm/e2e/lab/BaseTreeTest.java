package io.lakeswarm.e2e.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseTreeTest {
  @TempDir private Path folder;
  private Path clone;

  @BeforeEach
  void twoCommits() {
    clone = folder.resolve("clone");
    String script =
        "git init -q \"$0\" && cd \"$0\" && git config user.name t && git config user.email t@t"
            + " && echo old >file && git add file && git commit -qm one && git tag first"
            + " && echo new >file && git commit -qam two";
    Command.of("sh", "-c", script, clone.toString()).run().orThrow();
  }

  @Test
  void theTreeIsAsOfTheCommitAndMadeOnce() throws Exception {
    BaseTree tree = BaseTree.of(clone, "first", folder.resolve("base"));
    assertThat(tree.folder().resolve("file")).hasContent("old");
    Files.writeString(tree.folder().resolve("built"), "by the last run");
    BaseTree again = BaseTree.of(clone, "first", folder.resolve("base"));
    assertThat(again.folder().resolve("built")).exists();
  }

  @Test
  void aTreeThatWasRemovedIsMadeAgain() {
    Path tree = BaseTree.of(clone, "first", folder.resolve("base")).folder();
    Command.of("rm", "-rf", tree.toString()).run().orThrow();
    assertThat(BaseTree.of(clone, "first", folder.resolve("base")).folder().resolve("file"))
        .hasContent("old");
  }

  @Test
  void aShallowCloneIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> BaseTree.of(clone, "f84d7d2", folder.resolve("base")))
        .hasMessageStartingWith("Cannot upgrade from f84d7d2: this clone has no such commit.")
        .hasMessageContaining("git fetch --unshallow origin");
  }
}
