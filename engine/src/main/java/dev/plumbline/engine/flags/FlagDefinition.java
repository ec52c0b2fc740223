package dev.plumbline.engine.flags;

import java.util.List;

/**
 * What pflag knows of a flag.
 *
 * @param name with dashes, also where the program declares it with underscores: pflag normalises
 *     both
 * @param type pflag's name for the type of its value, e.g. {@code stringSlice}
 * @param shorthand one letter, or empty
 * @param noOptDefVal the value it takes when none is attached with {@code =}; empty when it then
 *     takes the next argument
 * @param defaultValue as pflag prints it
 * @param values the only elements that it takes; empty when any are
 * @param field the field of the component's configuration file that it sets, joined by dots; empty
 *     when it sets none
 */
public record FlagDefinition(
    String name,
    String type,
    String shorthand,
    String noOptDefVal,
    String defaultValue,
    List<String> values,
    String field) {

  public FlagDefinition {
    name = name.replace('_', '-');
    values = List.copyOf(values);
  }

  /**
   * A feature gate and its value, of a pair in the flag's value. It may have its component's name
   * and a colon in front, as {@code kube:Gate=true}, of the API server, controller manager and
   * scheduler since 1.31.
   */
  public String gate(String pair) {
    boolean prefixed = type.equals("colonSeparatedMultimapStringString");
    return GoText.trim(prefixed ? pair.substring(pair.indexOf(':') + 1) : pair);
  }

  /**
   * Whether it takes a key without a value. The type of these, ConfigurationMap, has the name of
   * another one: component-base, cli/flag/configuration_map.go.
   */
  public boolean takesKeysAlone() {
    return name.equals("runtime-config") || name.equals("node-labels");
  }

  /** The same flag, which takes any elements. */
  FlagDefinition withAnyValue() {
    return new FlagDefinition(name, type, shorthand, noOptDefVal, defaultValue, List.of(), field);
  }

  /** Whether each use adds the elements of a list that is written with commas. */
  public boolean isList() {
    return type.equals("stringSlice") || type.equals("int32Slice");
  }

  /** Whether each use adds one element, whatever it holds. */
  public boolean isArray() {
    return type.equals("stringArray");
  }

  /** Whether each use adds pairs of a key and a value that are written with commas. */
  public boolean isMap() {
    return type.startsWith("mapString") || type.equals("stringToString");
  }
}
