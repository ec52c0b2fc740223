package dev.plumbline.collector.k3s;

import static dev.plumbline.collector.NodeFixture.component;

import dev.plumbline.collector.NodeFixture;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node for a test on which systemd starts k3s. */
abstract class OnK3sNode {

  static final String SERVICE = "0::/system.slice/k3s.service";
  static final String UNIT = "/etc/systemd/system/k3s.service";

  @TempDir Path temp;
  NodeFixture node = new NodeFixture(Path.of("/"));

  @BeforeEach
  void node() throws IOException {
    node = new NodeFixture(temp);
    node.file("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
  }

  NodeFixture server(String... options) throws IOException {
    return title("server")
        .file(UNIT, "[Service]\nExecStart=/usr/local/bin/k3s \\\n  server \\\n" + lines(options));
  }

  NodeFixture title(String role) throws IOException {
    return node.process(7, "0", SERVICE, "/usr/local/bin/k3s " + role, "", "");
  }

  private static String lines(String... options) {
    return "\t'" + String.join("' \\\n\t'", options) + "' \\\n\n";
  }

  static List<String> given(Evidence evidence, String component, String flag) {
    return component(evidence, component).arguments().stream()
        .map(Argument::value)
        .filter(argument -> argument.startsWith("--" + flag + "="))
        .map(argument -> argument.substring(flag.length() + 3))
        .toList();
  }
}
