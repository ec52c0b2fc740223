package dev.plumbline.engine.component;

import dev.plumbline.engine.component.Components.Refusal;
import dev.plumbline.engine.component.Components.Subject;
import dev.plumbline.engine.component.Components.Undecided;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.EffectiveFlags;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.EtcdVariables;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import dev.plumbline.evidence.Variable;
import dev.plumbline.evidence.Visibility;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * etcd's settings in force: a flag, else a variable of its environment, else the default; with a
 * configuration file nothing but that.
 *
 * @see <a href="https://etcd.io/docs/v3.6/op-guide/configuration/">etcd's configuration</a>
 */
final class Etcd {

  private static final String CONFIG_FILE = "config-file";

  private Etcd() {}

  static void describe(Subject subject, Facts.Builder facts) throws Refusal, Undecided {
    Map<String, FlagDefinition> flags =
        subject.table().flags().stream()
            .collect(Collectors.toMap(FlagDefinition::name, flag -> flag));
    for (String name : EtcdVariables.FLAGS) {
      FlagDefinition flag = flags.get(name);
      if (flag != null && !subject.flags().given().contains(name)) {
        fromEnvironment(subject, flag, facts);
      }
    }
    String file = configFile(subject);
    if (!file.isEmpty()) {
      fromFile(subject, flags, file, facts);
    }
    for (String name : List.of("data-dir", "trusted-ca-file", "peer-trusted-ca-file")) {
      String path = facts.text("flags", name);
      boolean byDefault = name.equals("data-dir") && path.isEmpty();
      FileFacts.file(subject, facts, name, byDefault ? "default.etcd" : path);
    }
  }

  private static Optional<Variable> variable(Component component, String flag) {
    String name = EtcdVariables.name(flag);
    return component.environment().stream().filter(v -> v.name().equals(name)).findFirst();
  }

  private static String configFile(Subject subject) throws Undecided {
    Optional<Variable> variable = variable(subject.component(), CONFIG_FILE);
    if (!subject.text(CONFIG_FILE).isEmpty() || variable.isEmpty()) {
      return subject.text(CONFIG_FILE);
    }
    if (variable.get().resolution() == Resolution.UNRESOLVED) {
      throw new Undecided(
          "the value of ETCD_CONFIG_FILE is only known in the container",
          subject.seen(CONFIG_FILE));
    }
    return variable.get().value();
  }

  private static void fromEnvironment(Subject subject, FlagDefinition flag, Facts.Builder facts)
      throws Refusal {
    Component component = subject.component();
    String input = "flags." + flag.name();
    Optional<Variable> variable = variable(component, flag.name());
    if (variable.isEmpty()) {
      if (component.source() != Source.CONFIGURATION
          && component.surroundings() == Visibility.NOT_OBSERVED) {
        facts.untold(
            input, "--" + flag.name() + " isn't set, and its environment could not be looked at");
      }
      return;
    }
    EvidenceRef seen =
        EvidenceRef.at(
            variable.get().place(), variable.get().name() + "=" + variable.get().value());
    // An empty variable is as good as none; see etcd's pkg/flags.
    if (variable.get().resolution() == Resolution.UNRESOLVED) {
      facts.untold(
          input, "the value of " + variable.get().name() + " is only known in the container");
    } else if (!variable.get().value().isEmpty()) {
      if (flag.type().equals("bool")
          && !variable.get().value().matches("[01tTfF]|(?i:true|false)")) {
        throw new Refusal(variable.get().name() + " is no boolean", seen);
      }
      facts.put("flags", flag.name(), EffectiveFlags.typed(flag, List.of(variable.get().value())));
      facts.given(input);
    }
    facts.seen(input, seen);
  }

  private static void fromFile(
      Subject subject, Map<String, FlagDefinition> flags, String path, Facts.Builder facts)
      throws Refusal, Undecided {
    Optional<ReferencedFile> file = FileFacts.find(subject.component(), path);
    if (file.orElse(null) instanceof ReferencedFile.Absent) {
      throw new Refusal(
          "its configuration file " + path + " isn't there", subject.seen(CONFIG_FILE));
    }
    if (file.orElse(null) instanceof ReferencedFile.OnNode) {
      facts.elsewhere("flags", path + " " + Facts.ON_A_NODE);
      return;
    }
    if (!(file.orElse(null) instanceof ReferencedFile.Document document)) {
      String why =
          file.orElse(null) instanceof ReferencedFile.Unreadable unreadable
              ? unreadable.why()
              : "could not be looked at";
      throw new Undecided(path + " " + why, subject.seen(CONFIG_FILE));
    }
    for (String name : EtcdVariables.FLAGS) {
      if (!name.equals(CONFIG_FILE) && flags.containsKey(name)) {
        facts.forget("flags." + name);
        facts.put(
            "flags", name, EffectiveFlags.printed(flags.get(name), flags.get(name).defaultValue()));
      }
    }
    for (Setting setting : document.settings()) {
      String name =
          setting
              .path()
              .replaceFirst("^client-transport-security\\.", "")
              .replaceFirst("^peer-transport-security\\.", "peer-");
      FlagDefinition flag = flags.get(name);
      if (flag != null) {
        facts.put("flags", name, Documents.value(setting));
        facts.given("flags." + name);
        facts.seen(
            "flags." + name,
            new EvidenceRef(
                document.hostPath(),
                setting.place().line(),
                setting.path() + ": " + setting.value()));
      }
    }
  }
}
