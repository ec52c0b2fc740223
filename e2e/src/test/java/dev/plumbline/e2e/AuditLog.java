package dev.plumbline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What one user asked of the API server, by the server's own audit log. */
final class AuditLog {

  /** Where the API server's manifest mounts it, on the node. */
  private static final Path DIRECTORY = TrueCluster.hostRoot().resolve("var/lib/kubelet/audit");

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /**
   * A request for a resource.
   *
   * @param resource with its subresource, such as {@code pods/log}
   * @param namespace empty for all
   */
  record Call(String verb, String group, String resource, String namespace, boolean allowed) {}

  private AuditLog() {}

  /** Turns it on, unless it is: for one user, at the level Metadata. */
  static void turnOn(TrueCluster cluster, String user) throws IOException {
    if (Files.readString(TrueCluster.manifest()).contains("--audit-log-path=")) {
      return;
    }
    Files.writeString(
        TrueCluster.hostRoot().resolve("etc/kubernetes/audit-policy.yaml"),
        """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: Metadata
          users: ["%s"]
        - level: None
        """
            .formatted(user));
    cluster.changeManifest(AuditLog::mounted, TrueCluster.Openness.AUTHORIZING);
  }

  /** The API server's manifest with the flags and the mounts of an audit log. */
  static String mounted(String manifest) {
    return manifest
        .replace(
            "    - kube-apiserver\n",
            """
                - kube-apiserver
                - --audit-policy-file=/etc/kubernetes/audit-policy.yaml
                - --audit-log-path=/var/log/kubernetes-audit/audit.log
            """)
        .replace(
            "    volumeMounts:\n",
"""
    volumeMounts:
    - {mountPath: /etc/kubernetes/audit-policy.yaml, name: audit-policy, readOnly: true}
    - {mountPath: /var/log/kubernetes-audit, name: audit-log}
""")
        .replace(
            "  volumes:\n",
"""
  volumes:
  - {name: audit-policy, hostPath: {path: /etc/kubernetes/audit-policy.yaml, type: File}}
  - {name: audit-log, hostPath: {path: /var/lib/kubelet/audit, type: DirectoryOrCreate}}
""");
  }

  /** The calls of a user so far, each once. */
  static List<Call> calls(String user) {
    List<Call> calls = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(DIRECTORY, "audit*.log")) {
      for (Path file : files) {
        try (Stream<String> lines = Files.lines(file)) {
          lines.filter(line -> line.contains(user)).map(AuditLog::call).forEach(calls::addAll);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return calls.stream().distinct().toList();
  }

  /** None for a path that is no resource, and for a line whose end is not written yet. */
  private static List<Call> call(String line) {
    try {
      JsonNode event = JSON.readTree(line);
      JsonNode of = event.path("objectRef");
      String decision = event.path("annotations").path("authorization.k8s.io/decision").asText("");
      if (of.isMissingNode() || decision.isEmpty()) {
        return List.of();
      }
      String subresource = of.path("subresource").asText("");
      return List.of(
          new Call(
              event.path("verb").asText(),
              of.path("apiGroup").asText(""),
              of.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
              of.path("namespace").asText(""),
              decision.equals("allow")));
    } catch (IOException e) {
      return List.of();
    }
  }
}
