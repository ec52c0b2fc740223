package dev.plumbline.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A node's files, made for a test, and what the engine says of them. */
record HostRoot(Path root) {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Engine ENGINE = new Engine(CATALOGUE.controls());
  private static final ObjectMapper JSON = new ObjectMapper();

  static HostRoot in(Path root) throws IOException {
    Files.createDirectories(root);
    return new HostRoot(root);
  }

  HostRoot file(String path, String content) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  HostRoot manifest(String yaml) throws IOException {
    return file(HostRoots.MANIFEST, yaml);
  }

  /** A manifest as kubeadm writes it, with these arguments, each as a JSON string. */
  HostRoot apiServer(String image, List<String> arguments) throws IOException {
    return manifest(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: kube-apiserver
          namespace: kube-system
        spec:
          containers:
          - command:
            - kube-apiserver
        %s
            image: %s
            name: kube-apiserver
            volumeMounts:
            - mountPath: %s
              name: files
          volumes:
          - hostPath:
              path: %s
            name: files
        """
            .formatted(
                arguments.stream().map(a -> "    - " + quoted(a)).collect(Collectors.joining("\n")),
                image,
                HostRoots.FILES,
                HostRoots.FILES));
  }

  HostRoot apiServer(String... arguments) throws IOException {
    return apiServer("registry.k8s.io/kube-apiserver:v1.36.3", List.of(arguments));
  }

  private static String quoted(String argument) {
    try {
      return JSON.writeValueAsString(argument);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  HostRoot process(int pid, String uid, String cgroup, String... argv) throws IOException {
    file("/proc/" + pid + "/cmdline", String.join("\0", argv) + "\0");
    file(
        "/proc/" + pid + "/status",
        "Name:\tx\nUid:\t" + uid + "\t" + uid + "\t" + uid + "\t" + uid + "\n");
    return file("/proc/" + pid + "/cgroup", cgroup + "\n");
  }

  Finding evaluate(String control) {
    Map<Control, Finding> findings =
        ENGINE.evaluate(
            new Collector(Duration.ofSeconds(20)).collectHost(root), ReleaseHints.none());
    Control asked = CATALOGUE.control(control, CATALOGUE.newest()).orElseThrow();
    return Objects.requireNonNull(findings.get(asked));
  }
}
