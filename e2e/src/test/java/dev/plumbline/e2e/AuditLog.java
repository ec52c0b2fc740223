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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What users asked of the API server, and of kubelets, by the server's own audit log: a kubelet
 * asks the API server whether who asks it may.
 */
final class AuditLog {

  /** Where the API server's manifest mounts it, on the node. */
  private static final Path DIRECTORY = TrueCluster.hostRoot().resolve("var/lib/kubelet/audit");

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /**
   * A request, and whether it was authorized.
   *
   * @param request has the name of its object, and of a path not the query
   */
  record Call(Right request, boolean allowed) {}

  private AuditLog() {}

  /**
   * Turns it on, for these users and for what kubelets ask about others.
   *
   * @throws IllegalStateException when it is on, with a policy that may have less
   */
  static void turnOn(TrueCluster cluster, List<String> users) throws IOException {
    if (Files.readString(TrueCluster.manifest()).contains("--audit-log-path=")) {
      throw new IllegalStateException(
          "the audit log is on: this takes a cluster as kubeadm made it");
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
        - level: RequestResponse
          userGroups: ["system:nodes"]
          resources: [{group: authorization.k8s.io, resources: [subjectaccessreviews]}]
        - level: None
        """
            .formatted(String.join("\", \"", users)));
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
          lines
              .filter(line -> line.contains(user))
              .map(line -> call(line, user))
              .flatMap(Optional::stream)
              .forEach(calls::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return calls.stream().distinct().toList();
  }

  /** Empty for what is not the user's, and for a line whose end is not written yet. */
  private static Optional<Call> call(String line, String user) {
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (IOException e) {
      return Optional.empty();
    }
    String decision = event.path("annotations").path("authorization.k8s.io/decision").asText("");
    if (event.path("requestObject").path("spec").path("user").asText("").equals(user)) {
      return Optional.of(reviewed(event));
    }
    if (decision.isEmpty() || !event.path("user").path("username").asText("").equals(user)) {
      return Optional.empty();
    }
    return Optional.of(new Call(request(event), decision.equals("allow")));
  }

  private static Right request(JsonNode event) {
    String verb = event.path("verb").asText();
    JsonNode of = event.path("objectRef");
    return of.isMissingNode()
        ? Right.path(verb, event.path("requestURI").asText().replaceFirst("\\?.*", ""))
        : resource(verb, of, "apiGroup");
  }

  private static Right resource(String verb, JsonNode of, String group) {
    String subresource = of.path("subresource").asText("");
    return new Right(
        verb,
        of.path(group).asText(""),
        of.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
        of.path("namespace").asText(""),
        of.path("name").asText(""));
  }

  /** What a kubelet was asked for. */
  private static Call reviewed(JsonNode event) {
    JsonNode of = event.path("requestObject").path("spec").path("resourceAttributes");
    return new Call(
        resource(of.path("verb").asText(), of, "group"),
        event.path("responseObject").path("status").path("allowed").asBoolean());
  }
}
