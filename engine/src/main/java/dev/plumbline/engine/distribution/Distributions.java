package dev.plumbline.engine.distribution;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The distributions that are known: one file in {@code distributions} each. */
public final class Distributions {

  /** Kubernetes itself, which a cluster is of when nothing marks it as another. */
  public static final String PLAIN = "kubernetes";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final List<Distribution> ALL =
      Stream.of(PLAIN, "k3s", "rke2", "microk8s", "eks", "gke", "aks", "openshift")
          .map(Distributions::read)
          .toList();

  private Distributions() {}

  private static Distribution read(String name) {
    try (InputStream in =
        Distributions.class.getResourceAsStream("/distributions/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("there is no distribution " + name);
      }
      return YAML.readValue(in, Distribution.class);
    } catch (IOException e) {
      throw new UncheckedIOException("distribution " + name, e);
    }
  }

  public static List<Distribution> all() {
    return ALL;
  }

  public static Optional<Distribution> named(String name) {
    return ALL.stream().filter(distribution -> distribution.name().equals(name)).findFirst();
  }

  /**
   * The distribution that a version marks; Kubernetes itself when it marks none.
   *
   * @param version {@code gitVersion} of an API server or a kubelet, e.g. {@code v1.33.1+k3s1}
   */
  public static Distribution ofVersion(String version) {
    String lower = version.toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(distribution -> distribution.marks(lower))
        .findFirst()
        .orElse(ALL.get(0));
  }

  /** The distribution that alone has a path; empty for one that any may have. */
  public static Optional<Distribution> owning(String path) {
    return ALL.stream().filter(distribution -> distribution.owns(path)).findFirst();
  }

  /** The distribution that writes a manifest anew at each start. */
  public static Optional<Distribution> rewriting(String manifest) {
    return ALL.stream().filter(distribution -> distribution.rewrites(manifest)).findFirst();
  }
}
