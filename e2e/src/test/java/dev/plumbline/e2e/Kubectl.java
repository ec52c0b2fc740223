package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.e2e.TrueCluster.Said;
import java.io.IOException;

/** kubectl as the cluster's admin, in the operator's namespace. */
final class Kubectl {

  private Kubectl() {}

  /**
   * Runs it.
   *
   * @param input what it reads
   */
  static Said run(String input, String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 3];
    command[0] = TrueCluster.tool("kubectl");
    command[1] = "-n";
    command[2] = TrueCluster.NAMESPACE;
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return TrueCluster.say(input, command);
  }

  static void assertDenied(String message, Said said) {
    assertThat(said.exit()).as(said.text()).isNotZero();
    assertThat(said.text()).contains("ValidatingAdmissionPolicy", message);
  }

  static void assertDone(Said said) {
    assertThat(said.exit()).as(said.text()).isZero();
  }
}
