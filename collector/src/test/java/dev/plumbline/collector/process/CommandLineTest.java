package dev.plumbline.collector.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  /** {@code |} stands for NUL. */
  @ParameterizedTest
  @CsvSource({
    "'/usr/bin/kubelet|--config=x|', kubelet, '[--config=x]'",
    "'kubelet|a||', kubelet, '[a, ]'",
    "'/usr/local/bin/k3s|server|', k3s, '[server]'",
    "'/usr/local/bin/k3s server||||', k3s, '[server]'",
    "'/usr/local/bin/k3s agent --node-name x|', k3s, '[agent, --node-name, x]'",
    "'k3s|', k3s, '[]'",
    "'vim kube-apiserver|', 'vim kube-apiserver', '[]'",
    "'/usr/bin/my kubelet|', 'my kubelet', '[]'",
    "'k3s server|--x|', 'k3s server', '[--x]'",
  })
  void words(String cmdline, String program, String arguments) {
    CommandLine command = CommandLine.of(cmdline.replace('|', '\0'));
    assertThat(command.program()).isEqualTo(program);
    assertThat(command.arguments()).hasToString(arguments);
  }
}
