package dev.plumbline.sandbox;

import dev.plumbline.cli.Plumbline;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run of the command with the sandbox, in this process. */
record Run(int exit, String out, String err) {

  static Run of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Plumbline.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  /** Against an API server, by a kubeconfig in a directory of the test's. */
  static Run against(EmbeddedApiServer server, Path directory, List<String> arguments)
      throws IOException {
    Path kubeconfig =
        Files.writeString(
            directory.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "%s"}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users: [{name: u, user: {}}]
            current-context: c
            """
                .formatted(server.url()));
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return of(all.toArray(String[]::new));
  }

  static Path project() {
    return Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath().normalize();
  }

  static String sample(String host) {
    return project().resolve("examples/hosts").resolve(host).toString();
  }
}
