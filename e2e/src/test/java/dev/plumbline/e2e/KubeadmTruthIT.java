package dev.plumbline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.e2e.truth.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorded manifests still are what the real kubeadm makes of truth/kubeadm/rows.yaml. */
class KubeadmTruthIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Arguments by component, by row. */
  private static final TypeReference<Map<String, Map<String, List<String>>>> TABLE =
      new TypeReference<>() {};

  private static final String BEFORE =
      """
      apiVersion: kubeadm.k8s.io/%s
      kind: InitConfiguration
      localAPIEndpoint: {advertiseAddress: 10.88.77.10}
      ---
      """;

  @TempDir private Path temp;

  record Row(String name, String config) {}

  /** {@code -Dplumbline.truth.record} writes them instead of comparing with them. */
  @Test
  void recordedArgumentsAreWhatKubeadmMakes() throws IOException, InterruptedException {
    TruthFile file = TruthFile.in("kubeadm");
    Map<String, Map<String, List<String>>> kept =
        Recording.chosen().keepsRecorded() ? file.read(TABLE) : Map.of();
    Map<String, Map<String, List<String>>> made = new TreeMap<>();
    for (Row row :
        new YAMLMapper()
            .readValue(
                TruthFile.truth("kubeadm/rows.yaml").toFile(), new TypeReference<List<Row>>() {})) {
      Map<String, List<String>> before = kept.get(row.name());
      made.put(row.name(), before == null ? made(row) : before);
    }
    assertThat(JSON.valueToTree(made).toPrettyString())
        .isEqualTo(JSON.valueToTree(file.readAfter(made, TABLE)).toPrettyString());
  }

  /** Arguments by component; none when kubeadm refuses the configuration. */
  private Map<String, List<String>> made(Row row) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(temp.resolve(row.name()));
    Path config = folder.resolve("config.yaml");
    String dialect = row.config().contains("v1beta3") ? "v1beta3" : "v1beta4";
    Files.writeString(config, BEFORE.formatted(dialect) + row.config());
    ProcessBuilder kubeadm =
        new ProcessBuilder(
                TruthFile.binaries().resolve("kubeadm").toString(),
                "init",
                "phase",
                "control-plane",
                "all",
                "--dry-run",
                "--config",
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile());
    kubeadm.environment().put("KUBEADM_INIT_DRYRUN_DIR", folder.toString());
    Map<String, List<String>> arguments = new TreeMap<>();
    if (kubeadm.start().waitFor() == 0) {
      for (String name : List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler")) {
        JsonNode pod = new YAMLMapper().readTree(folder.resolve(name + ".yaml").toFile());
        List<String> command = new ArrayList<>();
        pod.at("/spec/containers/0/command").forEach(word -> command.add(word.asText()));
        arguments.put(name, command);
      }
    }
    return arguments;
  }
}
