package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an etcd is said to require is what a real one requires of those who have no certificate:
 * {@code truth/etcd} records that, {@code cluster/truth} makes it.
 */
class EtcdTruthTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * etcd does as if the flag were set where it has the file of an authority, which a file of the
   * same name may take away any day: the flag is asked for all the same.
   */
  private static final Set<String> BY_THE_AUTHORITY =
      Set.of("an authority without client certificates");

  @TempDir private Path temp;

  @TestFactory
  Stream<DynamicTest> verdictsAreWhatEtcdDoes() throws IOException {
    JsonNode table = JSON.readTree(HostRoots.project().resolve("truth/etcd/v1.36.3.json").toFile());
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode recorded : table.get("rows")) {
      String name = recorded.at("/row/name").asText();
      if (!recorded.at("/row/clients").isEmpty()) {
        tests.add(DynamicTest.dynamicTest(name, () -> assertClients(recorded, table)));
      }
      if (!recorded.at("/row/peers").isEmpty()) {
        tests.add(DynamicTest.dynamicTest("peers: " + name, () -> assertPeers(recorded, table)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(50);
    return tests.stream();
  }

  private void assertClients(JsonNode recorded, JsonNode table) throws IOException {
    assertRow(recorded, table, "clients", "etcd-client-cert-auth", "etcd-server-certificate");
  }

  private void assertPeers(JsonNode recorded, JsonNode table) throws IOException {
    assertRow(recorded, table, "peers", "etcd-peer-client-cert-auth", "etcd-peer-certificate");
  }

  private void assertRow(
      JsonNode recorded, JsonNode table, String who, String authentication, String certificate)
      throws IOException {
    HostRoot host = host(recorded.get("row"), table.get("etcd").asText());
    Finding asks = host.evaluate(authentication);
    Finding encrypts = host.evaluate(certificate);
    if (recorded.get("outcome").asText().equals("REFUSES_TO_START")) {
      // Without a file that it needs, it refuses for what no flag says.
      assertThat(List.of(asks.status(), encrypts.status()))
          .as("%s, %s", asks, encrypts)
          .doesNotContainSequence(Status.Pass, Status.Pass);
      return;
    }
    List<String> answered = answered(recorded, who);
    if (!BY_THE_AUTHORITY.contains(recorded.at("/row/name").asText())) {
      assertThat(asks.status())
          .as(asks.message())
          .isEqualTo(answered.isEmpty() ? Status.Pass : Status.Fail);
    }
    List<String> plain = answered.stream().filter(url -> !url.startsWith("https:")).toList();
    if (!plain.isEmpty()) {
      assertThat(encrypts.status()).as(encrypts.message()).isEqualTo(Status.Fail);
    }
    assertThat(plain)
        .as(asks.message())
        .allSatisfy(url -> assertThat(asks.message().toLowerCase(Locale.ROOT)).contains(said(url)));
  }

  /** A URL as the message has it: the default is at localhost, which rows ask by its address. */
  private static String said(String url) {
    return filledIn(url).replaceFirst("127\\.0\\.0\\.1:23(79|80)", "localhost:23$1");
  }

  private static List<String> answered(JsonNode recorded, String who) {
    List<String> asked = texts(recorded.at("/row/" + who));
    return texts(recorded.get("answered")).stream().filter(asked::contains).toList();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private HostRoot host(JsonNode row, String version) throws IOException {
    List<String> command = new ArrayList<>(List.of("etcd"));
    texts(row.get("arguments")).forEach(argument -> command.add(filledIn(argument)));
    List<String> variables = new ArrayList<>();
    row.path("environment")
        .properties()
        .forEach(
            variable ->
                variables.add(
                    "{name: %s, value: \"%s\"}"
                        .formatted(variable.getKey(), filledIn(variable.getValue().asText()))));
    HostRoot host = HostRoot.in(Files.createTempDirectory(temp, "row"));
    if (row.path("config").isTextual()) {
      host.file(HostRoots.FILES + "/config.yaml", filledIn(row.get("config").asText()));
    }
    return host.file(
        "/etc/kubernetes/manifests/etcd.yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: registry.k8s.io/etcd:%s-0
            command: %s
            env: [%s]
            volumeMounts: [{mountPath: %s, name: files}]
          volumes: [{hostPath: {path: %4$s}, name: files}]
        """
            .formatted(
                version,
                JSON.writeValueAsString(command),
                String.join(", ", variables),
                HostRoots.FILES));
  }

  private static String filledIn(String text) {
    return text.replace("{dir}", HostRoots.FILES)
        .replace("{own}", HostRoots.FILES)
        .replace("{address}", "192.0.2.1");
  }
}
