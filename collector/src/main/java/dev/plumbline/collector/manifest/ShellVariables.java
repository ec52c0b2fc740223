package dev.plumbline.collector.manifest;

import dev.plumbline.collector.manifest.Environment.Value;
import java.util.HashSet;
import java.util.Set;

/** A shell's variables, and those of them that the programs get which it starts. */
final class ShellVariables {

  private final Environment all;
  private final Environment exported;
  private final Set<String> exportedNames = new HashSet<>();

  ShellVariables(Environment environment) {
    this.all = environment.copy();
    this.exported = environment.copy();
  }

  Environment all() {
    return all;
  }

  /** What a program gets, as a copy. */
  Environment exported() {
    return exported.copy();
  }

  void set(String name, Value value) {
    all.set(name, value);
    boolean isExported = !(exported.get(name) instanceof Value.Unset);
    if (isExported || exportedNames.contains(name)) {
      exported.set(name, value);
    }
  }

  void export(String name) {
    exportedNames.add(name);
    if (!(all.get(name) instanceof Value.Unset)) {
      exported.set(name, all.get(name));
    }
  }
}
