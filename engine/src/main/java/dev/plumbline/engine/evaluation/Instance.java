package dev.plumbline.engine.evaluation;

import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Component.Source;
import dev.plumbline.evidence.Probe;
import dev.plumbline.evidence.ProbeAnswers;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One source and what it shows.
 *
 * @param component the component in this source; none for a node
 * @param start the location to point at when nothing finer is known
 * @param probe the question that it is the answer to, where it does not show how it is configured
 */
record Instance(
    Optional<Component> component,
    Release release,
    EffectiveConfig config,
    EvidenceRef start,
    Optional<Probe> probe) {

  /** A source that shows how something is configured, or how files are. */
  static Instance of(
      Optional<Component> component, Release release, EffectiveConfig config, EvidenceRef start) {
    return new Instance(component, release, config, start, Optional.empty());
  }

  /** What a running component does when it is asked. */
  static Instance of(ProbeAnswers answers) {
    EvidenceRef place = EvidenceRef.at(answers.place(), "");
    return new Instance(
        Optional.empty(),
        new Release.Unknown(),
        new EffectiveConfig.Unknown("only what it does was asked", place),
        place,
        Optional.of(answers.probe()));
  }

  boolean isProcess() {
    return isOf(Source.PROCESS);
  }

  /** Whether the running component itself has answered. */
  boolean isLive() {
    return isOf(Source.LIVE) || isProbe();
  }

  boolean isProbe() {
    return probe.isPresent();
  }

  /** Whether it shows what is in force now, and not what will be. */
  boolean isRunning() {
    return isProcess() || isLive();
  }

  boolean isOf(Source source) {
    return component.filter(c -> c.source() == source).isPresent();
  }

  boolean isUndetermined() {
    return arguments().stream().anyMatch(Argument::isWholeCommandLine);
  }

  private List<Argument> arguments() {
    return component.map(Component::arguments).orElse(List.of());
  }

  /** Whether a process has a manifest's arguments, of which some may be known only in part. */
  boolean mayBeStartedBy(Instance manifest) {
    List<Argument> own = arguments();
    List<Argument> written = manifest.arguments();
    return own.size() == written.size()
        && IntStream.range(0, own.size()).allMatch(i -> isOneOf(own.get(i), written.get(i)));
  }

  private static boolean isOneOf(Argument own, Argument written) {
    return written.resolution() == Argument.Resolution.UNRESOLVED
        ? own.value().split("=", 2)[0].equals(written.value().split("=", 2)[0])
        : own.value().equals(written.value());
  }

  Optional<Facts> facts() {
    return config instanceof EffectiveConfig.Resolved resolved
        ? Optional.of(resolved.facts())
        : Optional.empty();
  }

  Instance with(Facts facts) {
    return new Instance(component, release, new EffectiveConfig.Resolved(facts), start, probe);
  }
}
