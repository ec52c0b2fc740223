package dev.plumbline.collector.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.collector.NodeFixture;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Variable;
import dev.plumbline.evidence.Visibility;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An etcd that systemd starts, whose environment the kernel does not show. */
class ServiceEnvironmentTest {

  private static final String UNIT = "/etc/systemd/system/etcd.service";

  /** After the inodes of the test were made. */
  private static final Instant START = Instant.parse("2126-11-25T12:00:00Z");

  @TempDir private Path temp;
  private NodeFixture node;

  @BeforeEach
  void node() throws IOException {
    node =
        new NodeFixture(temp)
            .process(903, "0", "0::/system.slice/etcd.service", "/usr/local/bin/etcd")
            .started(903, START);
  }

  private void file(String path, String text) throws IOException {
    node.file(path, text).modified(path, START.minusSeconds(60));
  }

  private void unit(String service) throws IOException {
    file(UNIT, "[Unit]\nDescription=etcd\n\n[Service]\n" + service);
  }

  private Component etcd() {
    return NodeFixture.component(node.evidence(), "etcd");
  }

  private static String value(Component etcd, String name) {
    return etcd.environment().stream()
        .filter(variable -> variable.name().equals(name))
        .map(Variable::value)
        .findFirst()
        .orElse("(unset)");
  }

  @Test
  void variablesComeFromTheUnitsEnvironmentFile() throws IOException {
    unit("EnvironmentFile=/etc/etcd.env\nExecStart=/usr/local/bin/etcd\n");
    file(
        "/etc/etcd.env",
        """
        # members
        ; none
        ETCD_CERT_FILE = /a.pem
        ETCD_KEY_FILE='/b c.pem'
        ETCD_AUTO_TLS="true"
        """);
    Component etcd = etcd();
    assertThat(etcd.surroundings()).isEqualTo(Visibility.OBSERVED);
    assertThat(value(etcd, "ETCD_CERT_FILE")).isEqualTo("/a.pem");
    assertThat(value(etcd, "ETCD_KEY_FILE")).isEqualTo("/b c.pem");
    assertThat(value(etcd, "ETCD_AUTO_TLS")).isEqualTo("true");
    assertThat(value(etcd, "ETCD_CLIENT_CERT_AUTH")).isEqualTo("(unset)");
  }

  @Test
  void dropInsAreReadAfterTheUnitAndFilesComeOverSettings() throws IOException {
    unit(
        """
        Environment="ETCD_CERT_FILE=/unit.pem" 'ETCD_KEY_FILE=/unit key.pem' \\
          ETCD_PEER_KEY_FILE=/peer.pem
        EnvironmentFile=-/etc/none
        EnvironmentFile=/etc/a
        ExecStart=/usr/bin/false
        """);
    file(
        UNIT + ".d/10.conf",
        """
        [Service]
        Environment=ETCD_CERT_FILE=/drop-in.pem
        ExecStart=
        ExecStart=-/usr/local/bin/etcd --name a
        """);
    file("/usr/lib/systemd/system/etcd.service.d/10.conf", "[Service]\nPassEnvironment=X\n");
    file("/etc/a", "ETCD_KEY_FILE=/file.pem\n");
    Component etcd = etcd();
    assertThat(etcd.surroundings()).isEqualTo(Visibility.OBSERVED);
    assertThat(value(etcd, "ETCD_CERT_FILE")).isEqualTo("/drop-in.pem");
    assertThat(value(etcd, "ETCD_KEY_FILE")).isEqualTo("/file.pem");
    assertThat(value(etcd, "ETCD_PEER_KEY_FILE")).isEqualTo("/peer.pem");
  }

  @Test
  void emptyAssignmentTakesBackTheFilesBeforeIt() throws IOException {
    unit("EnvironmentFile=/etc/a\nEnvironmentFile=\nExecStart=/usr/local/bin/etcd\n");
    file("/etc/a", "ETCD_KEY_FILE=/file.pem\n");
    assertThat(value(etcd(), "ETCD_KEY_FILE")).isEqualTo("(unset)");
    assertThat(etcd().surroundings()).isEqualTo(Visibility.OBSERVED);
  }

  @Test
  void valueWithAnEscapeIsNotResolved() throws IOException {
    unit("EnvironmentFile=/etc/a\nExecStart=/usr/local/bin/etcd\n");
    file("/etc/a", "ETCD_KEY_FILE=/a\\ b.pem\n");
    assertThat(etcd().environment())
        .singleElement()
        .extracting(Variable::resolution)
        .isEqualTo(Resolution.UNRESOLVED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExecStart=/usr/local/bin/etcd.sh\n",
        "ExecStart=/usr/local/bin/etcd\nEnvironmentFile=/etc/absent\n",
        "ExecStart=/usr/local/bin/etcd\nEnvironment=ETCD_NAME=%H\n",
        "ExecStart=/usr/local/bin/etcd\nEnvironment='ETCD_NAME=a\n",
        "ExecStart=/usr/local/bin/etcd\nPassEnvironment=ETCD_CERT_FILE\n",
        "Type=notify\n"
      })
  void whatIsNotFollowedLeavesTheEnvironmentUnknown(String service) throws IOException {
    unit(service);
    assertThat(etcd().surroundings()).isEqualTo(Visibility.NOT_OBSERVED);
  }

  @Test
  void fileThatChangedSinceTheStartIsNotInForce() throws IOException {
    unit("EnvironmentFile=/etc/a\nExecStart=/usr/local/bin/etcd\n");
    file("/etc/a", "ETCD_KEY_FILE=/file.pem\n");
    node.modified("/etc/a", START.plusSeconds(60));
    assertThat(etcd().surroundings()).isEqualTo(Visibility.NOT_OBSERVED);
  }

  @Test
  void processOfNoServiceHasNoneToRead() throws IOException {
    unit("ExecStart=/usr/local/bin/etcd\n");
    node.process(903, "0", "0::/system.slice/other.scope", "/usr/local/bin/etcd");
    assertThat(etcd().surroundings()).isEqualTo(Visibility.NOT_OBSERVED);
  }

  @Test
  void environmentThatTheKernelShowsCounts() throws IOException {
    unit("Environment=ETCD_KEY_FILE=/unit.pem\nExecStart=/usr/local/bin/etcd\n");
    node.file("/proc/903/environ", "ETCD_KEY_FILE=/shown.pem\0");
    assertThat(value(etcd(), "ETCD_KEY_FILE")).isEqualTo("/shown.pem");
  }

  /** It outweighs the unit of the next directory, whatever that says. */
  @Test
  void aUnitThatCannotBeReadHidesThoseBehindIt() throws IOException {
    unit("ExecStart=/usr/local/bin/etcd\n#" + "x".repeat(300 * 1024));
    file(
        "/usr/lib/systemd/system/etcd.service",
        "[Service]\nEnvironment=ETCD_CERT_FILE=/a.pem\nExecStart=/usr/local/bin/etcd\n");
    assertThat(etcd().surroundings()).isEqualTo(Visibility.NOT_OBSERVED);
  }

  @Test
  void dropInsThatCannotBeReadLeaveTheVariablesOpen() throws IOException {
    unit("Environment=ETCD_CERT_FILE=/a.pem\nExecStart=/usr/local/bin/etcd\n");
    for (int i = 0; i <= 100; i++) {
      file(UNIT + ".d/" + i + ".conf", "[Service]\n");
    }
    assertThat(etcd().surroundings()).isEqualTo(Visibility.NOT_OBSERVED);
  }
}
