package dev.plumbline.cli.output;

import dev.plumbline.report.format.Screen;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What standard output is: a terminal, or something that takes plain text. */
public final class Terminals {

  /** When to print colours. */
  public enum Colour {
    /** On a terminal, unless the environment says otherwise. */
    auto,
    always,
    never
  }

  private Terminals() {}

  /** The screen that standard output is. */
  public static Screen screen(Colour colour) {
    boolean terminal = isTerminal();
    return screen(
        colour, terminal, System.getenv(), terminal ? Terminals::askedWidth : Optional::empty);
  }

  /** Asks for a terminal's width. Only needed where the environment does not give it. */
  interface Width {
    Optional<Integer> columns();
  }

  static Screen screen(Colour colour, boolean terminal, Map<String, String> env, Width width) {
    int columns =
        number(env.getOrDefault("COLUMNS", "")).or(width::columns).orElse(Screen.PLAIN.width());
    return new Screen(columns, isColoured(colour, terminal, env), false);
  }

  /**
   * Whether to print colours.
   *
   * @see <a href="https://no-color.org">NO_COLOR</a>
   */
  private static boolean isColoured(Colour colour, boolean terminal, Map<String, String> env) {
    return switch (colour) {
      case always -> true;
      case never -> false;
      case auto ->
          env.getOrDefault("NO_COLOR", "").isEmpty()
              && (terminal && !env.getOrDefault("TERM", "").equals("dumb")
                  || !env.getOrDefault("CLICOLOR_FORCE", "0").matches("0?"));
    };
  }

  /** Whether standard output is a terminal, whatever standard input is. */
  static boolean isTerminal() {
    try {
      Path out = Files.readSymbolicLink(Path.of("/proc/self/fd/1"));
      return out.startsWith("/dev/pts") || out.toString().startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      // Elsewhere only the JRE knows, and it wants both to be a terminal.
      return isConsole();
    }
  }

  /** From Java 22 on there is a console without a terminal too, and a method to ask it. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isConsole() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Java has no way of its own to know. */
  private static Optional<Integer> askedWidth() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream out = stty.getInputStream()) {
        String size = new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip();
        stty.waitFor(1, TimeUnit.SECONDS);
        return number(size.replaceFirst("^\\d+ ", ""));
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[1-9]\\d{0,4}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
