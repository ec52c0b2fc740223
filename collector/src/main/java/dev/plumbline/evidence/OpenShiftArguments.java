package dev.plumbline.evidence;

import dev.plumbline.evidence.Argument.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments that OpenShift's kube-apiserver makes of the file of {@code --openshift-config},
 * and parses behind those of its command line: a single value counts instead of the one before, and
 * a list is added to.
 *
 * @see <a
 *     href="https://github.com/openshift/kubernetes/blob/master/openshift-kube-apiserver/openshiftkubeapiserver/flags.go">
 *     ConfigToFlags</a>
 */
public final class OpenShiftArguments {

  public static final String FLAG = "openshift-config";

  /** The file that it writes the configuration of admission plugins to, at its start. */
  public static final String ADMISSION_FILE = "/tmp/kubeapiserver-admission-config.yaml";

  private static final Pattern ARGUMENT =
      Pattern.compile("apiServerArguments\\.([A-Za-z0-9_-]+)(?:\\.(\\d+))?");

  private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\[\\]]*)]?:(\\d+)");

  private final ReferencedFile.Document config;
  private final Map<String, List<Argument>> arguments = new TreeMap<>();

  private OpenShiftArguments(ReferencedFile.Document config) {
    this.config = config;
  }

  /** The arguments, sorted by name. */
  public static List<Argument> of(ReferencedFile.Document config) {
    OpenShiftArguments made = new OpenShiftArguments(config);
    made.given();
    made.admission();
    made.audit();
    made.serving();
    made.setIfUnset("cors-allowed-origins", made.list("corsAllowedOrigins"));
    // It takes a directory for the files within it, where the flag itself takes none.
    made.setIfUnset("service-account-key-file", made.list("serviceAccountPublicKeyFiles"));
    made.setIfUnset("service-cluster-ip-range", made.list("servicesSubnet"));
    return made.arguments.values().stream().flatMap(List::stream).toList();
  }

  /** Why it refuses the file; empty when it takes it. */
  public static Optional<String> complaint(ReferencedFile.Document config) {
    boolean other =
        !config.documentKind().isEmpty() && !config.documentKind().equals("KubeAPIServerConfig");
    if (other) {
      return Optional.of("its kind is not KubeAPIServerConfig");
    }
    for (Setting setting : config.settings()) {
      Matcher argument = ARGUMENT.matcher(setting.path());
      boolean list = setting.kind() == Setting.Kind.LIST || setting.kind() == Setting.Kind.NULL;
      if (argument.matches()
          && !(argument.group(2) == null ? list : setting.kind() == Setting.Kind.STRING)) {
        return Optional.of(setting.path() + " is not a list of strings");
      }
    }
    return Optional.empty();
  }

  private void given() {
    for (Setting setting : config.settings()) {
      Matcher argument = ARGUMENT.matcher(setting.path());
      if (argument.matches() && argument.group(2) != null) {
        arguments
            .computeIfAbsent(argument.group(1), name -> new ArrayList<>())
            .add(argument(argument.group(1), setting.value(), setting.place()));
      }
    }
  }

  private void admission() {
    if (!arguments.containsKey("admission-control-config-file")) {
      set("admission-control-config-file", ADMISSION_FILE, start());
    }
  }

  private void audit() {
    if (!value("auditConfig.enabled").map(Setting::value).orElse("").equals("true")) {
      return;
    }
    set("audit-log-maxbackup", "auditConfig.maximumRetainedFiles", "0");
    set("audit-log-maxsize", "auditConfig.maximumFileSizeMegabytes", "0");
    set("audit-log-maxage", "auditConfig.maximumFileRetentionDays", "0");
    set("audit-log-path", "auditConfig.auditFilePath", "-");
    setIfUnset("audit-policy-file", list("auditConfig.policyFile"));
    setIfUnset("audit-log-format", list("auditConfig.logFormat"));
  }

  private void serving() {
    Optional<Setting> bind = value("servingInfo.bindAddress");
    Matcher address = ADDRESS.matcher(bind.map(Setting::value).orElse("0.0.0.0:6443"));
    if (address.matches()) {
      SourceLocation place = bind.map(Setting::place).orElse(start());
      set("bind-address", address.group(1), place);
      set("secure-port", address.group(2), place);
    }
    set("tls-min-version", "servingInfo.minTLSVersion", "VersionTLS12");
    List<Setting> ciphers = list("servingInfo.cipherSuites");
    setIfUnset("tls-cipher-suites", ciphers);
    if (ciphers.isEmpty() && !arguments.containsKey("tls-cipher-suites")) {
      // A list within the program, which is another in each release.
      arguments.put(
          "tls-cipher-suites",
          List.of(new Argument("--tls-cipher-suites=", Resolution.UNRESOLVED, start())));
    }
  }

  private void set(String flag, String setting, String byDefault) {
    Optional<Setting> given = value(setting);
    set(
        flag,
        given.map(Setting::value).orElse(byDefault),
        given.map(Setting::place).orElse(start()));
  }

  private void set(String flag, String value, SourceLocation place) {
    arguments.putIfAbsent(flag, List.of(argument(flag, value, place)));
  }

  private void setIfUnset(String flag, List<Setting> values) {
    if (!values.isEmpty()) {
      arguments.putIfAbsent(
          flag, values.stream().map(s -> argument(flag, s.value(), s.place())).toList());
    }
  }

  /** A setting that is neither empty nor zero. */
  private Optional<Setting> value(String path) {
    return config.settings().stream()
        .filter(setting -> setting.path().equals(path))
        .filter(setting -> !setting.value().isEmpty())
        .findFirst();
  }

  /** A setting, or the items of a list. */
  private List<Setting> list(String path) {
    return config.settings().stream()
        .filter(s -> s.path().equals(path) || s.path().matches(Pattern.quote(path) + "\\.\\d+"))
        .filter(setting -> !setting.value().isEmpty())
        .toList();
  }

  private SourceLocation start() {
    return SourceLocation.line(config.hostPath(), 1).notEditable();
  }

  private static Argument argument(String flag, String value, SourceLocation place) {
    return Argument.known("--" + flag + "=" + value, place.notEditable());
  }
}
