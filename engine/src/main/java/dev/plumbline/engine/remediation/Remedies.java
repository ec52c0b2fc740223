package dev.plumbline.engine.remediation;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.FileFunctions;
import dev.plumbline.engine.catalogue.FixSpec;
import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.Patch;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What makes a control pass on one node. No edit is given that, tried on the evidence, doesn't make
 * it pass.
 */
public final class Remedies {

  /** As many as people paste at once. */
  private static final int MAX_COMMANDS = 40;

  private final CompiledControl control;
  private final String release;

  public Remedies(CompiledControl control, String release) {
    this.control = control;
    this.release = release;
  }

  /** Edits of a file, and the component as it is after them. */
  public record Remedy(Excerpt excerpt, List<TextEdit> edits, Component result) {}

  /** Edits of the component's manifest or of its configuration file. */
  public List<Patch> patches(Component component) {
    FixSpec fix = control.control().fix();
    Optional<Remedy> remedy = remedy(component, fix);
    return remedy
        .filter(r -> passes(r.result()))
        .flatMap(
            r ->
                new UnifiedDiff(r.excerpt())
                    .of(r.edits())
                    .map(diff -> new Patch(r.excerpt().file(), diff)))
        .map(List::of)
        .orElse(List.of());
  }

  private Optional<Remedy> remedy(Component component, FixSpec fix) {
    boolean ofAuthorizers = control.inputs().contains("authorizers");
    Optional<Remedy> ofFlags =
        switch (component.source()) {
          case MANIFEST ->
              ofAuthorizers
                  ? AuthorizationFix.of(component)
                  : fix.editsFlags() ? FlagFix.of(component, fix) : Optional.empty();
          case CONFIGURATION ->
              ofAuthorizers
                  ? InstallerConfigFix.ofAuthorizers(component)
                  : InstallerConfigFix.of(component, fix);
          case PROCESS -> Optional.empty();
        };
    return ofFlags.isPresent() || fix.config().isEmpty()
        ? ofFlags
        : ComponentConfigFix.of(component, fix.config());
  }

  private boolean passes(Component result) {
    EffectiveConfig view =
        Components.view(result, result.image().isEmpty() ? release : result.image());
    return view instanceof EffectiveConfig.Resolved settled
        && control.evaluate(settled.facts()) instanceof CompiledControl.Outcome.Satisfied;
  }

  /** Commands for the modes and owners of files. */
  public List<String> commands(Facts facts) {
    Set<String> commands = new LinkedHashSet<>();
    for (String input : control.inputs()) {
      if (input.startsWith("files.")
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
    if (!Printable.of(path).equals(path) || !control.offends(file)) {
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
