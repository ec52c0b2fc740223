package dev.plumbline.operator.run;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A ValidatingAdmissionPolicy of {@code config/}, evaluated as an API server does. */
final class AdmissionPolicy {

  static final Path CONFIG =
      Path.of(System.getProperty("plumbline.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("config");

  private static final List<String> INPUTS =
      List.of("object", "oldObject", "request", "params", "variables");

  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.legacyCelRuntimeBuilder()
          .setStandardEnvironmentEnabled(true)
          .setOptions(OPTIONS)
          .addLibraries(CelExtensions.strings())
          .build();

  private final Map<String, Object> policy;
  private final Map<String, CelRuntime.Program> variables = new LinkedHashMap<>();
  private final Map<String, CelRuntime.Program> validations = new LinkedHashMap<>();
  private final List<CelRuntime.Program> messageExpressions = new ArrayList<>();

  private AdmissionPolicy(Map<String, Object> policy) {
    this.policy = policy;
    CelCompiler compiler = compiler();
    for (Map<String, Object> variable : list("variables")) {
      variables.put(text(variable, "name"), program(compiler, text(variable, "expression")));
    }
    for (Map<String, Object> validation : list("validations")) {
      validations.put(
          text(validation, "message"), program(compiler, text(validation, "expression")));
      if (validation.containsKey("messageExpression")) {
        messageExpressions.add(program(compiler, text(validation, "messageExpression")));
      }
    }
  }

  /** By its name. */
  static AdmissionPolicy named(String name) {
    return Stream.of("admission/pods.yaml", "admission/approvals.yaml")
        .flatMap(file -> documents(CONFIG.resolve(file)).stream())
        .filter(document -> "ValidatingAdmissionPolicy".equals(document.get("kind")))
        .filter(document -> name.equals(child(document, "metadata").get("name")))
        .findFirst()
        .map(AdmissionPolicy::new)
        .orElseThrow();
  }

  /** The documents of a YAML file. */
  static List<Map<String, Object>> documents(Path file) {
    try {
      return Arrays.stream(Files.readString(file).split("(?m)^---$"))
          .map(AdmissionPolicy::map)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object as the API server's expressions have it: whole numbers are long. */
  static Map<String, Object> map(Object object) {
    String yaml = object instanceof String text ? text : Serialization.asYaml(object);
    return cast(value(Serialization.unmarshal(yaml, Map.class)));
  }

  private static Object value(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(String.valueOf(key), value(item)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(AdmissionPolicy::value).collect(Collectors.toList());
    }
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Object value) {
    return (Map<String, Object>) value;
  }

  /** The object that another has under a name. */
  static Map<String, Object> child(Map<String, Object> object, String name) {
    return cast(Objects.requireNonNull(object.get(name), name));
  }

  private static CelCompiler compiler() {
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings());
    INPUTS.forEach(name -> builder.addVar(name, MapType.create(SimpleType.STRING, SimpleType.DYN)));
    return builder.build();
  }

  private static CelRuntime.Program program(CelCompiler compiler, String expression) {
    try {
      CelAbstractSyntaxTree ast = compiler.compile(expression).getAst();
      return RUNTIME.createProgram(ast);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException(expression + ": " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> list(String field) {
    return (List<Map<String, Object>>)
        child(policy, "spec").getOrDefault(field, List.<Map<String, Object>>of());
  }

  private static String text(Map<String, Object> map, String field) {
    return String.valueOf(map.get(field));
  }

  /** The value of one of its variables that asks for the parameters alone. */
  Object variable(String name, Map<String, Object> params) {
    return Objects.requireNonNull(
        resolved(Map.of("params", params, "request", Map.of())).get(name), name);
  }

  private Map<String, Object> resolved(Map<String, Object> inputs) {
    Map<String, Object> resolved = new HashMap<>();
    Map<String, Object> all = new HashMap<>(inputs);
    all.put("variables", resolved);
    variables.forEach(
        (name, program) -> {
          try {
            resolved.put(name, program.eval(all));
          } catch (CelEvaluationException e) {
            // An API server evaluates a variable when it is asked for: an error counts only then.
            resolved.remove(name);
          }
        });
    return resolved;
  }

  /** The message of the first expression that does not hold; nothing when the request is let in. */
  Optional<String> denial(
      String user,
      String resource,
      Map<String, Object> object,
      Optional<Map<String, Object>> old,
      Map<String, Object> params) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("object", object);
    inputs.put("oldObject", old.orElse(Map.of()));
    inputs.put("params", params);
    inputs.put(
        "request",
        Map.of(
            "operation", old.isPresent() ? "UPDATE" : "CREATE",
            "resource", Map.of("resource", resource),
            "userInfo", Map.of("username", user)));
    Map<String, Object> resolved = resolved(inputs);
    inputs.put("variables", resolved);
    for (Map.Entry<String, CelRuntime.Program> validation : validations.entrySet()) {
      if (!holds(validation.getValue(), inputs)) {
        return Optional.of(validation.getKey());
      }
    }
    return Optional.empty();
  }

  /** What its message expressions make of a request to create an object. */
  List<String> messages(String user, Map<String, Object> object) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("object", object);
    inputs.put("request", Map.of("operation", "CREATE", "userInfo", Map.of("username", user)));
    inputs.put("variables", resolved(inputs));
    return messageExpressions.stream().map(program -> message(program, inputs)).toList();
  }

  private static String message(CelRuntime.Program program, Map<String, Object> inputs) {
    try {
      return String.valueOf(program.eval(inputs));
    } catch (CelEvaluationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** An error denies, by {@code failurePolicy: Fail}. */
  private static boolean holds(CelRuntime.Program program, Map<String, Object> inputs) {
    try {
      return Boolean.TRUE.equals(program.eval(inputs));
    } catch (CelEvaluationException e) {
      return false;
    }
  }
}
