package dev.plumbline.engine.component;

import dev.plumbline.distribution.Distribution;
import dev.plumbline.distribution.Distributions;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.FlagUse;
import dev.plumbline.engine.flags.ParsedFlags;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.OpenShiftArguments;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.Setting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What OpenShift's builds of components do that those of Kubernetes don't. */
final class OpenShift {

  private static final String NAME = "openshift";

  private static final String PLUGINS = "admission.pluginConfig.";

  private OpenShift() {}

  /**
   * Whether a component is OpenShift's own build: it is given a flag, or a file, that no other
   * distribution has.
   */
  static boolean isBuildOf(Component component) {
    return component.arguments().stream().map(Argument::value).anyMatch(OpenShift::isItsOwn);
  }

  private static boolean isItsOwn(String argument) {
    String value = argument.substring(argument.indexOf('=') + 1);
    return argument.startsWith("--" + OpenShiftArguments.FLAG)
        || registersAsItsNode(argument)
        || value.startsWith("/")
            && Distributions.owning(value).map(Distribution::name).filter(NAME::equals).isPresent();
  }

  /** A kubelet that is given a label of its nodes. */
  private static boolean registersAsItsNode(String argument) {
    return argument.startsWith("--node-labels=")
        && Distributions.named(NAME).stream()
            .flatMap(distribution -> distribution.recognition().nodeLabels().stream())
            .anyMatch(argument::contains);
  }

  static boolean hasConfig(ParsedFlags.Accepted flags) {
    return !flags.value(OpenShiftArguments.FLAG).isEmpty();
  }

  /** A component's arguments with those of its configuration file. */
  sealed interface Merged {

    record Arguments(Component component) implements Merged {}

    /** The file keeps it from starting, or could not be read. */
    record Stopped(EffectiveConfig outcome) implements Merged {}
  }

  /**
   * As {@code cmd/kube-apiserver/app/server.go} does, it parses the arguments of the file behind
   * those of the command line. Others are given the file too, and take no argument from it.
   */
  static Merged merge(Component component, ParsedFlags.Accepted flags) {
    if (!component.name().equals(KubeApiserver.NAME)) {
      return new Merged.Arguments(component);
    }
    FlagUse use = flags.lastUse(OpenShiftArguments.FLAG).orElseThrow();
    EvidenceRef location = ParsedComponent.at(component, use.index());
    if (use.resolution() == Resolution.UNRESOLVED) {
      return unknown("the value of --openshift-config is known only where it runs", location);
    }
    Optional<ReferencedFile> file = FileFacts.find(component, use.value());
    if (!(file.orElse(null) instanceof ReferencedFile.Document config)) {
      return undetermined(use.value(), file, location);
    }
    return OpenShiftArguments.complaint(config)
        .<Merged>map(why -> rejected(use.value() + ": " + why, location))
        .orElseGet(() -> new Merged.Arguments(withArguments(component, config)));
  }

  private static Merged undetermined(
      String path, Optional<ReferencedFile> file, EvidenceRef location) {
    Fact why = FileFacts.undetermined(path, file);
    return unknown(
        why instanceof Fact.OutOfScope outside ? outside.why() : ((Fact.Unknown) why).why(),
        location);
  }

  private static Merged unknown(String why, EvidenceRef location) {
    return new Merged.Stopped(new EffectiveConfig.Unknown(why, location));
  }

  private static Merged rejected(String why, EvidenceRef location) {
    return new Merged.Stopped(new EffectiveConfig.Rejected(why, location));
  }

  private static Component withArguments(Component component, ReferencedFile.Document config) {
    List<Argument> arguments = new ArrayList<>(component.arguments());
    arguments.addAll(OpenShiftArguments.of(config));
    List<ReferencedFile> files = new ArrayList<>(component.files());
    files.removeIf(file -> file.path().equals(OpenShiftArguments.ADMISSION_FILE));
    files.add(admission(config));
    return component.with(arguments, files);
  }

  /** The AdmissionConfiguration that it writes at its start: the plugins, sorted by name. */
  private static ReferencedFile admission(ReferencedFile.Document config) {
    Set<String> names = new LinkedHashSet<>();
    config.settings().stream()
        .map(Setting::path)
        .filter(path -> path.startsWith(PLUGINS))
        .map(path -> path.substring(PLUGINS.length()).split("\\.", 2)[0])
        .sorted()
        .forEach(names::add);
    List<Setting> settings = new ArrayList<>();
    int index = 0;
    for (String name : names) {
      String plugin = "plugins." + index++ + ".";
      plugin(config, name, plugin).forEach(settings::add);
    }
    return new ReferencedFile.Document(
        OpenShiftArguments.ADMISSION_FILE,
        config.hostPath(),
        "apiserver.config.k8s.io/v1",
        "AdmissionConfiguration",
        settings,
        Excerpt.none());
  }

  private static Stream<Setting> plugin(
      ReferencedFile.Document config, String name, String plugin) {
    String prefix = PLUGINS + name + ".";
    List<Setting> own =
        config.settings().stream().filter(s -> s.path().startsWith(prefix)).toList();
    Stream<Setting> first =
        own.stream()
            .limit(1)
            .map(s -> new Setting(plugin + "name", name, Setting.Kind.STRING, s.place()));
    Stream<Setting> rest =
        own.stream()
            .map(
                s ->
                    new Setting(
                        plugin
                            + s.path()
                                .substring(prefix.length())
                                .replaceFirst("^location$", "path"),
                        s.value(),
                        s.kind(),
                        s.place()));
    return Stream.concat(first, rest);
  }
}
