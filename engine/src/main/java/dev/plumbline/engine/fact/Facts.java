package dev.plumbline.engine.fact;

import dev.plumbline.engine.finding.EvidenceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What expressions may know of one subject. An input is a variable with a name below it, such as
 * {@code flags.profiling}, {@code config.authorization.mode} or {@code files.kubeconfig}.
 *
 * @param variables the expressions' variables
 * @param untold inputs that can't be told, and why; a whole variable when nothing of it can
 * @param given inputs that somebody set, and are not as they are by default
 * @param places where each input was seen
 * @param elsewhere inputs that a repository's file leaves to a node, and why
 * @param unsaid why an input that isn't given can't be told; empty when its default counts
 */
public record Facts(
    Map<String, Object> variables,
    Map<String, String> untold,
    Set<String> given,
    Map<String, List<EvidenceRef>> places,
    Map<String, String> elsewhere,
    String unsaid) {

  public Facts {
    variables = Map.copyOf(variables);
    untold = Map.copyOf(untold);
    given = Set.copyOf(given);
    places = Map.copyOf(places);
    elsewhere = Map.copyOf(elsewhere);
  }

  /** What is seen where it is in force, defaults included. */
  public Facts(
      Map<String, Object> variables,
      Map<String, String> untold,
      Set<String> given,
      Map<String, List<EvidenceRef>> places) {
    this(variables, untold, given, places, Map.of(), "");
  }

  /** What a repository can say of a file that lies on a node. */
  public static final String ON_A_NODE = "lies on a node, and this file tells nothing of it";

  /** The same where nothing but what is given is known. */
  public Facts saying(String why) {
    return new Facts(variables, untold, given, places, elsewhere, why);
  }

  /** Why an input isn't for this file to tell; empty when it is, whether it can be told or not. */
  public Optional<String> whyElsewhere(String input) {
    Optional<String> named = nearest(elsewhere, input);
    if (named.isPresent() || unsaid.isEmpty() || isGiven(input)) {
      return named;
    }
    return Optional.of(named(input) + " " + unsaid);
  }

  private static String named(String input) {
    String name = input.substring(input.indexOf('.') + 1);
    return switch (input) {
      case "authorizers", "authorizationSource" -> "--authorization-mode";
      case "admissionPlugins" -> "--enable-admission-plugins";
      default -> input.startsWith("flags.") ? "--" + name : name;
    };
  }

  /** A whole that is given in parts only isn't given. */
  private boolean isGiven(String input) {
    String name = input;
    while (!given.contains(name)) {
      int dot = name.lastIndexOf('.');
      if (dot < 0) {
        return false;
      }
      name = name.substring(0, dot);
    }
    return true;
  }

  /** Stands for every flag that isn't among the others. */
  public static final String OTHERS = "flags.*";

  /** Why an input can't be told; empty when it can. */
  public Optional<String> whyUntold(String input) {
    if (input.startsWith("flags.") && untold.containsKey(OTHERS) && value(input).isEmpty()) {
      return Optional.ofNullable(untold.get(OTHERS));
    }
    return nearest(untold, input).or(() -> whyElsewhere(input));
  }

  /** What is said of an input, or of a whole that it is a part of. */
  private static Optional<String> nearest(Map<String, String> whys, String input) {
    String name = input;
    while (true) {
      String why = whys.get(name);
      if (why != null) {
        return Optional.of(why);
      }
      int dot = name.lastIndexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      name = name.substring(0, dot);
    }
  }

  /** The value of an input; empty when there is none. */
  public Optional<Object> value(String input) {
    Object value = variables;
    for (String name : names(input)) {
      if (!(value instanceof Map<?, ?> map) || map.get(name) == null) {
        return Optional.empty();
      }
      value = map.get(name);
    }
    return Optional.of(value);
  }

  /** Only configuration nests; elsewhere what follows the variable is one name. */
  private static String[] names(String input) {
    return input.startsWith("config.") ? input.split("\\.", -1) : input.split("\\.", 2);
  }

  /** The same with one more variable. */
  public Facts with(String variable, Object value) {
    Map<String, Object> more = new HashMap<>(variables);
    more.put(variable, value);
    return new Facts(more, untold, given, places, elsewhere, unsaid);
  }

  /** The same with more that can't be told. */
  public Facts withUntold(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(untold);
    all.putAll(more);
    return new Facts(variables, all, given, places, elsewhere, unsaid);
  }

  public static final class Builder {
    private final Map<String, Map<String, Object>> maps = new LinkedHashMap<>();
    private final Map<String, Object> variables = new HashMap<>();
    private final Map<String, String> untold = new HashMap<>();
    private final Map<String, String> elsewhere = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private final Map<String, List<EvidenceRef>> places = new HashMap<>();

    /** A variable that isn't a map of inputs. */
    public Builder variable(String name, Object value) {
      variables.put(name, value);
      return this;
    }

    public Builder put(String variable, String name, Object value) {
      maps.computeIfAbsent(variable, v -> new HashMap<>()).put(name, value);
      return this;
    }

    public Builder declare(String variable) {
      maps.computeIfAbsent(variable, v -> new HashMap<>());
      return this;
    }

    /** A value that counts less than what was given before. */
    public Builder putUnlessGiven(String variable, String name, Object value) {
      return given.add(variable + "." + name) ? put(variable, name, value) : this;
    }

    /** The text of an input; empty when it isn't one. */
    public String text(String variable, String name) {
      return maps.getOrDefault(variable, Map.of()).get(name) instanceof String text ? text : "";
    }

    /** As if nothing had been said of an input. */
    public Builder forget(String input) {
      untold.remove(input);
      given.remove(input);
      places.remove(input);
      return this;
    }

    public Builder untold(String input, String why) {
      untold.put(input, why);
      return this;
    }

    public Builder elsewhere(String input, String why) {
      elsewhere.put(input, why);
      return this;
    }

    public Builder given(String input) {
      given.add(input);
      return this;
    }

    public Builder seen(String input, EvidenceRef place) {
      places.computeIfAbsent(input, i -> new ArrayList<>()).add(place);
      return this;
    }

    public Facts build() {
      Map<String, Object> all = new HashMap<>(variables);
      all.putAll(maps);
      return new Facts(all, untold, given, places, elsewhere, "");
    }
  }
}
