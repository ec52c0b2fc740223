package dev.plumbline.engine.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A node writes its evidence: whatever it writes, it is refused or evaluated, and nothing passes
 * because it is garbage. {@code cluster/fuzz} runs this for longer than the seeds beside it.
 */
class EvidenceFuzzTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Engine ENGINE = new Engine(Catalogue.load().controls());
  private static final JsonNode SEED = seed();

  private static final List<String> TEXTS =
      List.of("", "--v", "--authorization-mode=", "=", "v1.36.3", "1s", "{}", "/etc", "true", "\0");

  /** Evidence that is changed in a few places, of a type or of its value. */
  @FuzzTest(maxDuration = "3m")
  void changedEvidence(FuzzedDataProvider data) {
    JsonNode evidence = SEED.deepCopy();
    for (int changes = data.consumeInt(1, 6); changes > 0 && data.remainingBytes() > 0; changes--) {
      change(evidence, data);
    }
    evaluate(evidence.toString());
  }

  @FuzzTest(maxDuration = "3m")
  void text(FuzzedDataProvider data) {
    evaluate(data.consumeRemainingAsString());
  }

  /** Components that were started with nonsense do not meet every requirement. */
  @FuzzTest(maxDuration = "3m")
  void arguments(FuzzedDataProvider data) {
    JsonNode evidence = SEED.deepCopy();
    for (JsonNode component : evidence.path("components")) {
      List<JsonNode> examples = new ArrayList<>();
      component.path("arguments").forEach(examples::add);
      ArrayNode arguments = ((ObjectNode) component).putArray("arguments");
      for (int count = data.consumeInt(1, 8); count > 0; count--) {
        ObjectNode argument = examples.get(0).deepCopy();
        arguments.add(argument.put("value", argument(data, examples)));
      }
    }
    Collection<Finding> findings = evaluate(evidence.toString());
    if (!findings.isEmpty() && findings.stream().allMatch(f -> f.status() == Status.Pass)) {
      throw new AssertionError("nonsense passes");
    }
  }

  private static String argument(FuzzedDataProvider data, List<JsonNode> examples) {
    String random = data.consumeString(4_096);
    if (data.consumeBoolean()) {
      String example = data.pickValue(examples).path("value").asText();
      return example.substring(0, example.indexOf('=') + 1) + random;
    }
    return random;
  }

  private static void change(JsonNode root, FuzzedDataProvider data) {
    List<ContainerNode<?>> places = new ArrayList<>();
    containers(root, places);
    ContainerNode<?> place = data.pickValue(places);
    if (place instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = data.pickValue(names);
      object.set(name, value(root, places, data));
    } else if (place instanceof ArrayNode array) {
      if (data.consumeBoolean() && !array.isEmpty()) {
        array.remove(data.consumeInt(0, array.size() - 1));
      } else {
        array.add(value(root, places, data));
      }
    }
  }

  private static void containers(JsonNode node, List<ContainerNode<?>> places) {
    if (node instanceof ContainerNode<?> container) {
      places.add(container);
      container.forEach(child -> containers(child, places));
    }
  }

  private static JsonNode value(
      JsonNode root, List<ContainerNode<?>> places, FuzzedDataProvider data) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (data.consumeInt(0, 6)) {
      case 0 -> nodes.textNode(data.consumeString(200));
      case 1 -> nodes.textNode(data.pickValue(TEXTS).repeat(data.consumeInt(1, 2_000)));
      case 2 -> nodes.numberNode(data.consumeInt());
      case 3 -> nodes.booleanNode(data.consumeBoolean());
      case 4 -> nodes.arrayNode();
      case 5 -> nodes.textNode(data.pickValue(TEXTS));
      // A part of the evidence in another place; the whole of it would be its own child.
      default -> {
        ContainerNode<?> part = data.pickValue(places);
        yield part.equals(root) ? nodes.nullNode() : part.deepCopy();
      }
    };
  }

  /** No findings when the evidence is refused. */
  private static Collection<Finding> evaluate(String json) {
    Evidence evidence;
    try {
      evidence = EvidenceJson.readEvidence(json);
    } catch (JsonProcessingException e) {
      return List.of();
    }
    Collection<Finding> findings = ENGINE.evaluate(evidence, ReleaseHints.none()).values();
    boolean nothing =
        evidence.components().isEmpty()
            && evidence.fileSets().isEmpty()
            && evidence.problems().isEmpty();
    if (nothing && findings.stream().anyMatch(finding -> finding.status() == Status.Pass)) {
      throw new AssertionError("no evidence passes");
    }
    return findings;
  }

  /** What the collector makes of a small node, so that the seed is always of today's form. */
  private static JsonNode seed() {
    try {
      Path root = Files.createTempDirectory("plumbline-fuzz");
      manifest(
          root,
          "kube-apiserver",
          "--authorization-mode=Node,RBAC",
          "--request-timeout=1m0s",
          "--feature-gates=AllAlpha=false",
          "--audit-log-maxage=30",
          "--encryption-provider-config=/etc/kubernetes/enc.yaml");
      manifest(root, "etcd", "--client-cert-auth=true", "--data-dir=/var/lib/etcd");
      manifest(root, "kube-controller-manager", "--use-service-account-credentials=true");
      Path kubelet = Files.createDirectories(root.resolve("var/lib/kubelet"));
      Files.writeString(
          kubelet.resolve("config.yaml"),
          """
          apiVersion: kubelet.config.k8s.io/v1beta1
          kind: KubeletConfiguration
          authentication: {anonymous: {enabled: false}}
          streamingConnectionIdleTimeout: 1h
          """);
      Path process = Files.createDirectories(root.resolve("proc/7"));
      Files.writeString(process.resolve("cmdline"), "/usr/bin/kubelet\0--v=2\0");
      Files.writeString(process.resolve("status"), "Name:\tkubelet\nUid:\t0\t0\t0\t0\n");
      Files.writeString(process.resolve("cgroup"), "0::/system.slice/kubelet.service\n");
      Evidence evidence = new Collector(Duration.ofSeconds(20)).collectHost(root);
      return JSON.readTree(EvidenceJson.write(evidence));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void manifest(Path root, String name, String... arguments) throws IOException {
    Path manifests = Files.createDirectories(root.resolve("etc/kubernetes/manifests"));
    Files.writeString(
        manifests.resolve(name + ".yaml"),
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: "
            + name
            + "\n    command:\n    - "
            + name
            + "\n    - "
            + String.join("\n    - ", arguments)
            + "\n");
  }
}
