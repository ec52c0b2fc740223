package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts a real component and reads what it logs of its flags, and a kubelet's configuration,
 * before it does anything else. It is ended then.
 */
final class SettingsTrial {

  private static final Pattern FLAG = Pattern.compile(".*FLAG: --([a-z0-9-]+)=(\".*\")$");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What keeps a kubelet from touching the machine while it is asked. */
  private static final List<String> KUBELET =
      List.of(
          "--root-dir={dir}/root",
          "--cert-dir={dir}/pki",
          "--container-runtime-endpoint=unix://{dir}/none.sock",
          "--v=5");

  /** What a kubelet needs on this machine, in the releases that have it. */
  private static final String ANY_CGROUPS = "--fail-cgroupv1";

  /** 1.29 takes --config-dir only with it: the kubelet of a node that runs with the flag has it. */
  static final String DROP_INS = "KUBELET_CONFIG_DROPIN_DIR_ALPHA";

  /**
   * The fields of a kubelet's configuration that controls ask for, in lower case. Not those of its
   * certificate: by the time it logs them, it has put those of the one it signed itself there.
   */
  static final Set<String> FIELDS =
      Set.of(
          "authentication.anonymous.enabled",
          "authentication.webhook.enabled",
          "authentication.x509.clientcafile",
          "authorization.mode",
          "readonlyport",
          "streamingconnectionidletimeout",
          "makeiptablesutilchains",
          "eventrecordqps",
          "tlsciphersuites",
          "tlsminversion",
          "rotatecertificates",
          "servertlsbootstrap",
          "podpidslimit",
          "seccompdefault",
          "protectkerneldefaults");

  private final Path binaries;

  private final List<String> kubelet;

  SettingsTrial(Path binaries) throws IOException {
    this.binaries = binaries;
    this.kubelet = new ArrayList<>(KUBELET);
    Process help =
        new ProcessBuilder(binaries.resolve("kubelet").toString(), "--help")
            .redirectErrorStream(true)
            .start();
    if (new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .contains(ANY_CGROUPS)) {
      kubelet.add(0, ANY_CGROUPS + "=false");
    }
  }

  RecordedSettings run(SettingsRow row) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("plumbline-settings");
    try {
      prepare(row, folder);
      List<String> command = new ArrayList<>();
      command.add(binaries.resolve(row.component()).toString());
      row.arguments().forEach(argument -> command.add(Folders.in(folder, argument)));
      // In front they could be overridden, behind they would be a flag's value.
      List<String> own = row.component().equals("kubelet") ? kubelet : List.of("--v=1");
      command.addAll(1, own.stream().map(argument -> Folders.in(folder, argument)).toList());
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().put(DROP_INS, "true");
      Process process = builder.start();
      try {
        return read(row, folder, process);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } finally {
      Folders.delete(folder);
    }
  }

  /** Writes the files of a row. */
  static void prepare(SettingsRow row, Path folder) throws IOException {
    // Older releases read the authority before they log their configuration.
    try (InputStream authority = SettingsTrial.class.getResourceAsStream("ca.crt")) {
      Files.copy(Objects.requireNonNull(authority), folder.resolve("ca.crt"));
    }
    String config = row.config();
    if (config != null) {
      Files.writeString(folder.resolve("config.yaml"), Folders.in(folder, config));
    }
    Map<String, String> dropIns = row.dropIns();
    if (dropIns != null) {
      for (var file : dropIns.entrySet()) {
        Path path = folder.resolve("drop-ins").resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, Folders.in(folder, file.getValue()));
      }
    }
  }

  private static RecordedSettings read(SettingsRow row, Path folder, Process process)
      throws IOException {
    Map<String, String> flags = new TreeMap<>();
    StringBuilder configuration = new StringBuilder();
    String last = "";
    boolean inConfiguration = false;
    boolean kubelet = row.component().equals("kubelet");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher flag = FLAG.matcher(line);
        if (inConfiguration && line.strip().equals(">")) {
          break;
        } else if (inConfiguration) {
          configuration.append(line).append('\n');
        } else if (flag.matches()) {
          flags.put(flag.group(1), unquoted(flag.group(2), folder));
        } else if (line.contains("\"KubeletConfiguration\" configuration=<")) {
          inConfiguration = true;
        } else if (!flags.isEmpty() && !kubelet) {
          break;
        }
        last = line.isBlank() ? last : line;
      }
    }
    boolean told = kubelet ? configuration.length() > 0 : !flags.isEmpty();
    return told
        ? new RecordedSettings(row, null, flags, fields(configuration.toString(), folder))
        : new RecordedSettings(row, Folders.without(folder, last), Map.of(), Map.of());
  }

  private static String unquoted(String quoted, Path folder) throws IOException {
    // Go quotes as JSON does, for what stands in flags.
    return Folders.without(folder, JSON.readValue(quoted, String.class));
  }

  private static Map<String, String> fields(String configuration, Path folder) throws IOException {
    Map<String, String> fields = new TreeMap<>();
    if (!configuration.isEmpty()) {
      collect("", JSON.readTree(configuration), fields, folder);
    }
    return fields;
  }

  private static void collect(String path, JsonNode node, Map<String, String> fields, Path folder) {
    if (FIELDS.contains(path)) {
      fields.put(
          path, Folders.without(folder, node.isValueNode() ? node.asText() : node.toString()));
      return;
    }
    node.properties()
        .forEach(
            child -> {
              String name = child.getKey().toLowerCase(Locale.ROOT);
              collect(path.isEmpty() ? name : path + "." + name, child.getValue(), fields, folder);
            });
  }
}
