package dev.plumbline.collector.reference;

import dev.plumbline.collector.host.FileContent;
import dev.plumbline.collector.reference.NamedFile.Reader;
import dev.plumbline.collector.reference.NamedFile.Role;
import dev.plumbline.collector.settings.AbacFile;
import dev.plumbline.collector.settings.AuthorizationFile;
import dev.plumbline.collector.settings.Certificates;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.EtcdVariables;
import dev.plumbline.evidence.OpenShiftArguments;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.Variable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which flags and settings name files, and how each file is read. Which flag an argument is a value
 * of, only the component's own parser determines, so every candidate counts and the engine picks.
 */
final class FileFlags {

  /** More candidates than there are flags that name files serve no purpose but to cost time. */
  private static final int MAX_FILES = 16;

  private static final String ANY = "";

  private static final Role CERTIFICATES = content(Certificates::parse);
  private static final Role PRESENCE = content(FileFlags::present);
  private static final Role DATA_DIRECTORY = new Role.DataDirectory();

  /** {@code --config} names another kind of file to each component. */
  private static final List<FileFlag> FLAGS =
      List.of(
          flag(ANY, "authorization-config", content(AuthorizationFile::parse)),
          flag(ANY, "authorization-policy-file", content(AbacFile::parse)),
          flag(ANY, "authorization-webhook-config-file", PRESENCE),
          flag(ANY, "authentication-config", content(ConfigSchema.AUTHENTICATION::parse)),
          flag(ANY, "encryption-provider-config", content(ConfigSchema.ENCRYPTION::parse)),
          flag(ANY, "audit-policy-file", content(ConfigSchema.AUDIT_POLICY::parse)),
          flag(ANY, "admission-control-config-file", content(ConfigSchema.ADMISSION::parse)),
          flag(ANY, "client-ca-file", CERTIFICATES),
          flag(ANY, "etcd-cafile", CERTIFICATES),
          flag(ANY, "trusted-ca-file", CERTIFICATES),
          flag(ANY, "peer-trusted-ca-file", CERTIFICATES),
          flag(ANY, "kubeconfig", PRESENCE),
          flag("kube-apiserver", OpenShiftArguments.FLAG, content(ConfigSchema.OPENSHIFT::parse)),
          flag("kubelet", "config", content(ConfigSchema.KUBELET::parse)),
          flag("kube-proxy", "config", content(ConfigSchema.PROXY::parse)),
          flag("kube-scheduler", "config", content(ConfigSchema.SCHEDULER::parse)),
          flag(ANY, "config-file", content(ConfigSchema.ETCD::parse)),
          flag(ANY, "config-dir", new Role.DropIns()),
          flag(ANY, "data-dir", DATA_DIRECTORY));

  /** The settings of configuration files that name files in turn. */
  private static final List<FileFlag> SETTINGS =
      List.of(
          flag(ANY, "clientCAFile", CERTIFICATES),
          flag(ANY, "trusted-ca-file", CERTIFICATES),
          flag(ANY, "kubeconfig", PRESENCE),
          flag(ANY, "data-dir", DATA_DIRECTORY));

  private FileFlags() {}

  /**
   * A flag, or the last name of a setting's path.
   *
   * @param component the only component that has it, or empty
   */
  private record FileFlag(String component, String name, Role role) {
    boolean isOf(String other) {
      return component.isEmpty() || component.equals(other);
    }
  }

  private static FileFlag flag(String component, String name, Role role) {
    return new FileFlag(component, name, role);
  }

  private static Role content(Reader reader) {
    return new Role.Content(reader);
  }

  private static ReferencedFile present(String path, FileContent.Text content) {
    return new ReferencedFile.Present(path, content.path(), List.of());
  }

  /** Every path that an argument or a variable may give to a flag that names a file. */
  static List<NamedFile> named(
      String component, List<Argument> arguments, List<Variable> environment) {
    List<NamedFile> named = new ArrayList<>();
    FLAGS.stream()
        .filter(flag -> flag.isOf(component))
        .forEach(
            flag ->
                candidates(flag.name(), arguments, environment)
                    .forEach(path -> named.add(new NamedFile(path, flag.role()))));
    if (component.equals("etcd")) {
      // The default of --data-dir, in the working directory.
      named.add(new NamedFile("default.etcd", DATA_DIRECTORY));
    }
    return named;
  }

  /** The paths that the settings of a component's configuration file name. */
  static List<NamedFile> named(String component, ReferencedFile.Document document) {
    List<NamedFile> named = new ArrayList<>();
    if (document.settings().stream().anyMatch(s -> s.path().startsWith("apiServerArguments."))) {
      named.addAll(named(component, OpenShiftArguments.of(document), List.of()));
    }
    for (Setting setting : document.settings()) {
      String name = setting.path().substring(setting.path().lastIndexOf('.') + 1);
      SETTINGS.stream()
          .filter(flag -> flag.name().equals(name) && !setting.value().isEmpty())
          .forEach(flag -> named.add(new NamedFile(setting.value(), flag.role())));
    }
    return named;
  }

  /** Every value that an argument or a variable may give to a flag, in order. */
  static Set<String> candidates(String flag, List<Argument> arguments, List<Variable> environment) {
    Set<String> paths = new LinkedHashSet<>();
    for (int i = 0; i < arguments.size() && paths.size() < MAX_FILES; i++) {
      if (isFlag(arguments.get(i), flag)) {
        values(arguments, i).forEach(paths::add);
      }
    }
    environment.stream()
        .filter(v -> v.name().equals(EtcdVariables.name(flag)))
        .filter(v -> v.resolution() == Resolution.RESOLVED)
        .forEach(v -> paths.add(v.value()));
    paths.remove("");
    return paths;
  }

  /**
   * pflag takes an underscore in a name for a dash, and Go's own flag package, etcd's, one dash for
   * two.
   */
  private static boolean isFlag(Argument argument, String flag) {
    String name = argument.value().split("=", 2)[0];
    return name.startsWith("-") && name.replace('_', '-').replaceFirst("^--?", "").equals(flag);
  }

  /** The value behind the equals sign, or the argument that follows. */
  private static Stream<String> values(List<Argument> arguments, int at) {
    Argument argument = arguments.get(at);
    int equals = argument.value().indexOf('=');
    if (equals >= 0) {
      return argument.resolution() == Resolution.RESOLVED
          ? Stream.of(argument.value().substring(equals + 1))
          : Stream.of();
    }
    return arguments.stream()
        .skip(at + 1L)
        .limit(1)
        .filter(next -> next.resolution() == Resolution.RESOLVED)
        .map(Argument::value);
  }
}
