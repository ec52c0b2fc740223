package dev.plumbline.cli.output;

import dev.plumbline.report.format.ScreenText;
import java.io.PrintWriter;

/** What a command says beside its output, on standard error: a line for each sentence. */
public final class Notices {

  private Notices() {}

  /** Prints one line, without what a terminal would obey in it. */
  public static void print(PrintWriter err, String message) {
    err.println("plumbline: " + ScreenText.safe(message.strip().replaceAll("\\R\\s*", " ")));
    err.flush();
  }
}
