package dev.plumbline.engine.flags;

import dev.plumbline.engine.flags.FlagTable.Gate;
import dev.plumbline.engine.flags.FlagTable.Syntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a release's dump holds.
 *
 * @param documents the kinds of files that the component takes only in the versions listed: the
 *     fields of the whole document, by {@code apiVersion kind}
 * @param configDefaults the values of the fields of the configuration file, by path
 * @param flagDefaults those that differ where there is no such file
 */
record TableContents(
    String component,
    String version,
    Syntax syntax,
    List<FlagDefinition> flags,
    List<Gate> gates,
    List<String> admissionPlugins,
    Map<String, List<String>> documents,
    Map<String, Object> configDefaults,
    Map<String, Object> flagDefaults) {

  /** Everything that one of them has, as the nearest of them that has it states it. */
  static TableContents merged(List<TableContents> nearestFirst) {
    Map<String, FlagDefinition> flags = new LinkedHashMap<>();
    Map<String, Gate> gates = new LinkedHashMap<>();
    Map<String, List<String>> documents = new HashMap<>();
    Map<String, Object> configDefaults = new HashMap<>();
    Map<String, Object> flagDefaults = new HashMap<>();
    for (TableContents table : nearestFirst) {
      table.flags.forEach(flag -> flags.putIfAbsent(flag.name(), flag));
      table.gates.forEach(gate -> gates.putIfAbsent(gate.name(), gate));
      table.documents.forEach(documents::putIfAbsent);
      table.configDefaults.forEach(configDefaults::putIfAbsent);
      table.flagDefaults.forEach(flagDefaults::putIfAbsent);
    }
    TableContents nearest = nearestFirst.get(0);
    return new TableContents(
        nearest.component,
        nearest.version,
        nearest.syntax,
        List.copyOf(flags.values()),
        List.copyOf(gates.values()),
        nearest.admissionPlugins,
        documents,
        configDefaults,
        flagDefaults);
  }

  /** Those of another build of the same release; see {@link FlagTable#extended}. */
  TableContents extended(List<FlagDefinition> moreFlags, List<String> morePlugins) {
    List<FlagDefinition> all = new ArrayList<>(moreFlags);
    for (FlagDefinition flag : flags) {
      all.add(flag.name().endsWith("admission-plugins") ? flag.withAnyValue() : flag);
    }
    List<String> plugins = new ArrayList<>(admissionPlugins);
    if (component.equals("kube-apiserver")) {
      plugins.addAll(morePlugins);
    }
    return new TableContents(
        component, version, syntax, all, gates, plugins, documents, configDefaults, flagDefaults);
  }
}
