package dev.plumbline.sandbox;

import dev.plumbline.cli.Plumbline;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

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

  static Path project() {
    return Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath().normalize();
  }

  static String sample(String host) {
    return project().resolve("examples/hosts").resolve(host).toString();
  }
}
