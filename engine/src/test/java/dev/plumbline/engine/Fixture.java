package dev.plumbline.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node or a cluster, written down for a test.
 *
 * @param manifests the arguments of static pods, by component. {@code $(HIDDEN)} is known in the
 *     container only
 * @param environment a static pod's variables; one without a value is known in the container only
 * @param image of the static pods
 * @param processes the arguments of processes of the host, by component
 * @param files texts by path
 * @param attributes mode, owner and group by path, or {@code unknown}
 * @param others who owns every other file
 * @param unseen a set of files of which something can't be seen
 * @param cluster the variable {@code cluster}
 * @param untold kinds of objects that may not be listed
 */
record Fixture(
    Map<String, List<String>> manifests,
    Map<String, @Nullable String> environment,
    String image,
    Map<String, List<String>> processes,
    Map<String, String> files,
    Map<String, String> attributes,
    String others,
    String unseen,
    Map<String, Object> cluster,
    List<String> untold) {

  private static final ObjectMapper JSON = new ObjectMapper();

  @SuppressWarnings("ConstantValue")
  Fixture {
    manifests = manifests == null ? Map.of() : manifests;
    environment = environment == null ? new HashMap<>() : environment;
    image = image == null ? "" : image;
    processes = processes == null ? Map.of() : processes;
    files = files == null ? Map.of() : files;
    attributes = attributes == null ? Map.of() : attributes;
    others = others == null ? "" : others;
    unseen = unseen == null ? "" : unseen;
    cluster = cluster == null ? Map.of() : cluster;
    untold = untold == null ? List.of() : untold;
  }

  Finding evaluate(CompiledControl control, Path folder) throws IOException {
    Engine engine = Engine.of(List.of(control));
    Map<?, Finding> findings =
        control.control().isOfCluster()
            ? engine.evaluate(clusterFacts())
            : engine.evaluate(evidence(folder), ReleaseHints.ofNode("v1.36.3"));
    return Objects.requireNonNull(findings.get(control.control()));
  }

  @SuppressWarnings("unchecked")
  private Facts clusterFacts() {
    Map<String, Object> objects = new HashMap<>((Map<String, Object>) longs(cluster));
    objects.putIfAbsent("podSecurity", "");
    if (objects.get("namespaces") instanceof List<?> namespaces) {
      namespaces.forEach(
          one -> {
            Map<String, Object> namespace = (Map<String, Object>) one;
            namespace.putIfAbsent("admits", List.of());
            namespace.putIfAbsent("refuses", List.of());
          });
    }
    return Facts.ofCluster(
        objects,
        untold.stream().collect(Collectors.toMap(kind -> kind, kind -> "it was forbidden")));
  }

  /** CEL knows no other integers. */
  private static Object longs(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> longs = new HashMap<>();
      map.forEach((key, v) -> longs.put(String.valueOf(key), longs(v)));
      return longs;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Fixture::longs).toList();
    }
    return value instanceof Integer number ? (Object) Long.valueOf(number) : value;
  }

  Evidence evidence(Path folder) throws IOException {
    HostRoot host = HostRoot.in(folder);
    for (var file : files.entrySet()) {
      host.file(file.getKey(), file.getValue());
    }
    for (var manifest : manifests.entrySet()) {
      host.file(
          "/etc/kubernetes/manifests/" + manifest.getKey() + ".yaml",
          manifest(manifest.getKey(), manifest.getValue()));
    }
    int pid = 100;
    for (var process : processes.entrySet()) {
      List<String> argv = new ArrayList<>(List.of("/usr/bin/" + process.getKey()));
      argv.addAll(process.getValue());
      host.process(pid++, "0", "0::/system.slice/x.service", argv.toArray(String[]::new));
    }
    return dressed(new Collector(Duration.ofSeconds(20)).collectHost(folder));
  }

  /** A manifest is YAML, and so is this JSON. */
  private String manifest(String component, List<String> arguments) throws JsonProcessingException {
    List<Object> env = new ArrayList<>();
    env.add(
        Map.of(
            "name",
            "HIDDEN",
            "valueFrom",
            Map.of("fieldRef", Map.of("fieldPath", "status.podIP"))));
    environment.forEach(
        (name, value) ->
            env.add(
                value == null
                    ? Map.of("name", name, "valueFrom", Map.of("fieldRef", Map.of()))
                    : Map.of("name", name, "value", value)));
    List<String> command = new ArrayList<>(List.of(component));
    command.addAll(arguments);
    String defaultImage =
        "registry.k8s.io/" + component + (component.equals("etcd") ? ":3.6.16-0" : ":v1.36.3");
    List<String> mounted = List.of("/etc/kubernetes", "/var/lib/etcd");
    return JSON.writeValueAsString(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Pod",
            "metadata",
            Map.of("name", component),
            "spec",
            Map.of(
                "containers",
                List.of(
                    Map.of(
                        "name",
                        component,
                        "image",
                        image.isEmpty() ? defaultImage : image,
                        "command",
                        command,
                        "env",
                        env,
                        "volumeMounts",
                        mounted.stream()
                            .map(path -> Map.of("name", volume(path), "mountPath", path))
                            .toList())),
                "volumes",
                mounted.stream()
                    .map(path -> Map.of("name", volume(path), "hostPath", Map.of("path", path)))
                    .toList())));
  }

  private static String volume(String path) {
    return path.substring(1).replace('/', '-');
  }

  /** Only root could give files to others, and tests run as anybody. */
  private Evidence dressed(Evidence seen) {
    return new Evidence(
        seen.schemaVersion(),
        seen.scope(),
        seen.components().stream().map(this::dressed).toList(),
        seen.fileSets().stream().map(this::dressed).toList(),
        seen.problems(),
        seen.ignoredProcesses(),
        seen.probes());
  }

  private Component dressed(Component component) {
    Map<String, HostFile> dressed = new HashMap<>();
    component
        .attributes()
        .forEach((path, file) -> dressed(file).ifPresent(known -> dressed.put(path, known)));
    return new Component(
        component.name(),
        component.source(),
        component.place(),
        component.image(),
        component.arguments(),
        component.environment(),
        component.surroundings(),
        dressed,
        component.files(),
        component.excerpt());
  }

  private FileSet dressed(FileSet set) {
    return new FileSet(
        set.name(),
        set.lookedAt(),
        set.files().stream().flatMap(file -> dressed(file).stream()).toList(),
        set.name().equals(unseen)
            ? List.of(
                new Problem("", SourceLocation.line(set.lookedAt().get(0), 1), "permission denied"))
            : List.of(),
        set.outOfScope());
  }

  private Optional<HostFile> dressed(HostFile file) {
    String text = attributes.getOrDefault(file.path(), others.isEmpty() ? "" : "700 root:root");
    if (text.isEmpty()) {
      return Optional.of(file);
    }
    if (text.equals("unknown")) {
      return Optional.empty();
    }
    String[] parts = text.split("[ :]", -1);
    return Optional.of(
        new HostFile(
            file.path(),
            file.kind(),
            Integer.parseInt(parts[0], 8),
            id(parts[1]),
            id(parts[2]),
            parts[1],
            parts[2]));
  }

  private static int id(String name) {
    return name.equals("root") ? 0 : 1000;
  }
}
