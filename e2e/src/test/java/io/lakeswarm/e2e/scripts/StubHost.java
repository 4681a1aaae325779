package io.lakeswarm.e2e.scripts;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A host that is made of stub programs in a folder: each writes down its calls. */
record StubHost(Path folder) {
  /** Adds a program: bash runs {@code body} after the call was written down. */
  void stub(String name, String body) throws IOException {
    Path program = Files.createFile(folder.resolve(name), asFileAttribute(fromString("rwxr-xr-x")));
    String script = "#!/bin/bash\necho \"%s $*\" >>\"%s\"\n%s\n";
    Files.writeString(program, script.formatted(name, folder.resolve("calls"), body));
  }

  /** Makes a pause of the scripts a hundredth of a second, whatever its length. */
  void shortPauses() throws IOException {
    stub("sleep", "exec /bin/sleep 0.01");
  }

  /** A PATH on which the stubs come first. */
  String path() {
    return folder + ":" + System.getenv("PATH");
  }

  /** A call of a function of {@code stacks/FILE.sh}, in a shell like that of {@code deploy.sh}. */
  Command function(String file, String call) {
    String script = "set -euo pipefail; . stacks/lib.sh; . stacks/" + file + ".sh; " + call;
    return Command.of("bash", "-c", script, "/deploy").with(Map.of("PATH", path()));
  }

  /** A line for each call so far. */
  String calls() throws IOException {
    return Files.readString(folder.resolve("calls"));
  }
}
