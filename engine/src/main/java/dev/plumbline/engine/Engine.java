package dev.plumbline.engine;

import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.evidence.Evidence;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Judges evidence by a set of controls, compiled once. Safe for many threads. */
public final class Engine {

  private final List<CompiledControl> controls;

  public Engine(List<Control> controls) {
    this.controls = controls.stream().map(CompiledControl::of).toList();
  }

  /** One finding for each control, in the controls' order. */
  public Map<Control, Finding> judge(Evidence evidence) {
    Map<Control, Finding> findings = new LinkedHashMap<>();
    Map<String, ComponentEvidence> components = new HashMap<>();
    for (CompiledControl control : controls) {
      ComponentEvidence component =
          components.computeIfAbsent(
              control.control().component(), name -> ComponentEvidence.of(name, evidence));
      findings.put(control.control(), new Judgement(control, component).finding());
    }
    return findings;
  }
}
