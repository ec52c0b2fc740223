package dev.plumbline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** See it work, without a cluster. */
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    description = "Shows a whole scan, without a cluster.")
final class TryCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
