package dev.plumbline.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** One run of the command, in this process. */
record Run(int exit, String out, String err) {

  static Run of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Plumbline.commandLine(arguments)
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
