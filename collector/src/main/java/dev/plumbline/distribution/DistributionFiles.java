package dev.plumbline.distribution;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The files of the distributions: one in {@code distributions} each. The build packs them by this,
 * which must not depend on what a former build has packed.
 */
final class DistributionFiles {

  private static final List<String> NAMES =
      List.of(
          Distributions.PLAIN,
          "k3s",
          "rke2",
          "k0s",
          "microk8s",
          "eks",
          "gke",
          "aks",
          "openshift",
          "talos",
          "ack",
          "tkgi",
          "rke",
          "bottlerocket",
          "flatcar");

  private DistributionFiles() {}

  /** As their files have them. */
  static List<Distribution> read() {
    ObjectMapper records =
        JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    return NAMES.stream().map(name -> read(name, records)).toList();
  }

  private static Distribution read(String name, ObjectMapper records) {
    try (InputStream in =
        DistributionFiles.class.getResourceAsStream("/distributions/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("there is no distribution " + name);
      }
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      Object tree = new Yaml(new SafeConstructor(options)).load(in);
      return records.convertValue(tree, Distribution.class);
    } catch (IOException e) {
      throw new UncheckedIOException("distribution " + name, e);
    }
  }
}
