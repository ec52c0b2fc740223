package dev.plumbline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the operator. */
@Command(name = "operator", mixinStandardHelpOptions = true, description = "Runs the operator.")
final class OperatorCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
