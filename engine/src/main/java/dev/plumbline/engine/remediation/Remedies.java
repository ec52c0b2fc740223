package dev.plumbline.engine.remediation;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.FileFunctions;
import dev.plumbline.engine.catalogue.FixSpec;
import dev.plumbline.engine.catalogue.Outcome;
import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.component.Embedding;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What makes a control pass on one node. No edit is given that, tried on the evidence, doesn't make
 * it pass.
 */
public final class Remedies {

  /** As many as people paste at once. */
  private static final int MAX_COMMANDS = 40;

  /** The kubelet writes the files of a pod's volumes anew, with the mode that the pod gives. */
  private static final Pattern OF_A_POD =
      Pattern.compile("/pods/[0-9a-f-]{36}/volumes/kubernetes\\.io~");

  private final CompiledControl control;
  private final Release release;
  private final Set<String> paths;

  /**
   * @param release the release that the component is evaluated as
   * @param paths the paths at which the node has files; what a change would name must be among them
   */
  public Remedies(CompiledControl control, Release release, Set<String> paths) {
    this.control = control;
    this.release = release;
    this.paths = Set.copyOf(paths);
  }

  /** Edits of a file, and the component as it is after them. */
  public record Remedy(Excerpt excerpt, List<TextEdit> edits, Component result) {}

  /** Edits of the component's manifest or of its configuration file. */
  public List<Patch> patches(Component component) {
    FixSpec fix = control.control().fix();
    Optional<Remedy> remedy = remedy(component, fix);
    return remedy
        .filter(r -> namesOnlyFilesThatExist(fix))
        .filter(r -> passes(r.result()))
        .flatMap(
            r ->
                new UnifiedDiff(r.excerpt())
                    .of(r.edits())
                    .map(diff -> new Patch(r.excerpt().file(), diff)))
        .map(List::of)
        .orElse(List.of());
  }

  /** A component that is given the path of a file that is not there does not start. */
  private boolean namesOnlyFilesThatExist(FixSpec fix) {
    return Stream.concat(fix.flags().values().stream(), fix.config().values().stream())
        .filter(value -> value.startsWith("/"))
        .allMatch(paths::contains);
  }

  private Optional<Remedy> remedy(Component component, FixSpec fix) {
    boolean ofAuthorizers = control.reads(InputRef.AUTHORIZERS);
    Optional<Remedy> ofFlags =
        switch (component.source()) {
          case MANIFEST, ARGUMENT_FILE ->
              ofAuthorizers
                  ? AuthorizationFix.of(component, release)
                  : fix.editsFlags() || component.source() == Component.Source.ARGUMENT_FILE
                      ? FlagFix.of(component, fix, release)
                      : Optional.empty();
          case CONFIGURATION ->
              ofAuthorizers
                  ? InstallerConfigFix.ofAuthorizers(component, release)
                  : InstallerConfigFix.of(component, fix, release);
          case PROCESS, LIVE -> Optional.empty();
        };
    if (Embedding.of(component).isPresent()) {
      // Other files of it are written anew by the program that it runs in.
      return ofAuthorizers
          ? InstallerConfigFix.ofAuthorizers(component, release)
          : InstallerConfigFix.of(component, fix, release);
    }
    return ofFlags.isPresent() || fix.config().isEmpty()
        ? ofFlags
        : ComponentConfigFix.of(component, fix.config());
  }

  private boolean passes(Component result) {
    return Components.resolve(result, release) instanceof EffectiveConfig.Resolved resolved
        && control.evaluate(resolved.facts()) instanceof Outcome.Satisfied;
  }

  /** Commands for the modes and owners of files. */
  public List<String> commands(Facts facts) {
    Set<String> commands = new LinkedHashSet<>();
    for (InputRef input : control.inputs()) {
      if (input.isOf(InputRef.FILES)
          && facts.value(input).orElse(List.of()) instanceof List<?> files) {
        files.forEach(file -> commands((Map<?, ?>) file).forEach(commands::add));
      }
    }
    List<String> all = new ArrayList<>(commands);
    return all.size() > MAX_COMMANDS ? all.subList(0, MAX_COMMANDS) : all;
  }

  private List<String> commands(Map<?, ?> file) {
    List<String> commands = new ArrayList<>();
    String path = String.valueOf(file.get("path"));
    // A name that plays tricks with a terminal is for people to look at.
    if (!Printable.of(path).equals(path)
        || !control.offends(file)
        || OF_A_POD.matcher(path).find()) {
      return commands;
    }
    if (!control.mode().isEmpty() && !FileFunctions.noWiderThan(file, control.mode())) {
      commands.add("chmod " + quoted(control.mode()) + " " + quoted(path));
    }
    if (!control.owner().isEmpty() && !FileFunctions.ownedBy(file, control.owner())) {
      commands.add("chown " + quoted(control.owner()) + " " + quoted(path));
    }
    return commands;
  }

  private static String quoted(String path) {
    return path.matches("[\\w./@:+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
