package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagValues;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.EtcdVariables;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.Variable;
import dev.plumbline.evidence.Visibility;
import java.util.List;
import java.util.Optional;

/**
 * etcd's settings in force: a flag, else a variable of its environment, else the default; with a
 * configuration file nothing but that.
 *
 * @see <a href="https://etcd.io/docs/v3.6/op-guide/configuration/">etcd's configuration</a>
 */
final class Etcd {

  private static final String CONFIG_FILE = "config-file";
  private static final String DATA_DIR = "data-dir";

  /** Where etcd keeps its data when nothing names a place: below its working directory. */
  private static final String DEFAULT_DATA_DIR = "default.etcd";

  private final ParsedComponent component;

  private Etcd(ParsedComponent component) {
    this.component = component;
  }

  static void describe(ParsedComponent component) throws ComponentStop {
    new Etcd(component).describe();
  }

  private void describe() throws ComponentStop {
    for (String name : EtcdVariables.FLAGS) {
      Optional<FlagDefinition> flag = component.flag(name);
      if (flag.isPresent() && !component.isExplicit(name)) {
        fromEnvironment(flag.get());
      }
    }
    String file = configFile();
    if (!file.isEmpty()) {
      fromFile(file);
    }
    for (String name : List.of(DATA_DIR, "trusted-ca-file", "peer-trusted-ca-file")) {
      file(name);
    }
    EtcdUrls.settle(component);
  }

  private void file(String name) {
    Optional<Fact> undetermined = component.undetermined(name);
    if (undetermined.isPresent()) {
      component.facts().put(InputRef.file(name), undetermined.get());
      return;
    }
    String path = component.text(name);
    boolean byDefault = name.equals(DATA_DIR) && path.isEmpty();
    FileFacts.file(component, name, byDefault ? DEFAULT_DATA_DIR : path);
  }

  private static Optional<Variable> variable(Component component, String flag) {
    String name = EtcdVariables.name(flag);
    return component.environment().stream().filter(v -> v.name().equals(name)).findFirst();
  }

  private String configFile() throws ComponentStop {
    Optional<Variable> variable = variable(component.component(), CONFIG_FILE);
    boolean explicit = component.isExplicit(CONFIG_FILE);
    if (!explicit && variable.isPresent()) {
      if (variable.get().resolution() == Resolution.UNRESOLVED) {
        throw ComponentStop.unknown(
            "the value of ETCD_CONFIG_FILE is known only where the component runs",
            component.location(CONFIG_FILE));
      }
      return variable.get().value();
    }
    if (explicit && component.undetermined(CONFIG_FILE).isPresent()) {
      throw ComponentStop.unknown(
          "the value of --" + CONFIG_FILE + " is known only where the component runs",
          component.location(CONFIG_FILE));
    }
    return component.text(CONFIG_FILE);
  }

  private void fromEnvironment(FlagDefinition flag) throws ComponentStop {
    InputRef input = InputRef.flag(flag.name());
    Optional<Variable> variable = variable(component.component(), flag.name());
    if (variable.isEmpty()) {
      boolean observed = component.component().surroundings() == Visibility.OBSERVED;
      boolean open = !observed && !flag.name().equals(EtcdUrls.CLIENT_HTTP);
      if (open && !component.isInstallersConfig()) {
        component
            .facts()
            .unknown(
                input, "--" + flag.name() + " is not set, and its environment was not observed");
      }
      return;
    }
    String value = variable.get().value();
    EvidenceRef location =
        EvidenceRef.at(variable.get().place(), variable.get().name() + "=" + value);
    if (variable.get().resolution() == Resolution.UNRESOLVED) {
      component
          .facts()
          .put(
              input,
              new Fact.Unknown(
                  "the value of "
                      + variable.get().name()
                      + " is known only where the component runs",
                  List.of(location)));
    } else if (!value.isEmpty()) {
      // An empty variable is as good as none; see etcd's pkg/flags.
      if (flag.type().equals("bool") && !value.matches("[01tTfF]|(?i:true|false)")) {
        throw ComponentStop.rejected(variable.get().name() + " is not a boolean", location);
      }
      component.facts().explicit(input, FlagValues.typed(flag, List.of(value)), List.of(location));
    }
  }

  private void fromFile(String path) throws ComponentStop {
    Optional<ReferencedFile> file = FileFacts.find(component.component(), path);
    if (file.orElse(null) instanceof ReferencedFile.Absent) {
      throw ComponentStop.rejected(
          "its configuration file " + path + " does not exist", component.location(CONFIG_FILE));
    }
    Optional<ReferencedFile.Document> document =
        file.filter(ReferencedFile.Document.class::isInstance)
            .map(ReferencedFile.Document.class::cast);
    for (String name : EtcdVariables.FLAGS) {
      Optional<FlagDefinition> flag = component.flag(name);
      if (!name.equals(CONFIG_FILE) && flag.isPresent()) {
        component
            .facts()
            .put(
                InputRef.flag(name),
                document.isPresent() ? byDefault(flag.get()) : FileFacts.undetermined(path, file));
      }
    }
    document.ifPresent(this::merge);
  }

  /** With a file, neither flags nor variables count. */
  private Fact byDefault(FlagDefinition flag) {
    return new Fact.Default(
        FlagValues.printed(flag, flag.defaultValue()), component.table().basis());
  }

  private void merge(ReferencedFile.Document document) {
    for (Setting setting : document.settings()) {
      String name =
          setting
              .path()
              .replaceFirst("^client-transport-security\\.", "")
              .replaceFirst("^peer-transport-security\\.", "peer-");
      if (component.flag(name).isPresent()) {
        component
            .facts()
            .explicit(
                InputRef.flag(name),
                Documents.value(setting),
                List.of(Documents.location(document, setting)));
      }
    }
  }
}
