package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.e2e.TrueCluster.Said;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** kubectl as the cluster's admin. */
final class Kubectl {

  private Kubectl() {}

  /**
   * Runs it.
   *
   * @param input what it reads
   */
  static Said run(String input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(TrueCluster.tool("kubectl")));
    command.addAll(Arrays.asList(arguments));
    return TrueCluster.say(input, command.toArray(String[]::new));
  }

  /** The same in the operator's namespace. */
  static Said besideOperator(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-n", TrueCluster.NAMESPACE));
    all.addAll(Arrays.asList(arguments));
    return run(input, all.toArray(String[]::new));
  }

  /** A token of a service account in the namespace {@code default}, good for an hour. */
  static String token(String account) throws IOException, InterruptedException {
    Said said = run("", "-n", "default", "create", "token", account, "--duration=1h");
    assertDone(said);
    return said.text().strip();
  }

  static void assertDenied(String message, Said said) {
    assertThat(said.exit()).as(said.text()).isNotZero();
    assertThat(said.text()).contains("ValidatingAdmissionPolicy", message);
  }

  static void assertDone(Said said) {
    assertThat(said.exit()).as(said.text()).isZero();
  }
}
