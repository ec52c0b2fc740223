package dev.plumbline.engine.catalogue;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.plumbline.engine.fact.InputRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an expression reads, from the expression itself: an author can't forget to name an input,
 * and so nothing that was not observed is taken for absent.
 */
final class Inputs {

  /** How many keys below a variable make one input; all of them for a configuration's fields. */
  private static final Map<String, Integer> DEPTHS =
      Map.of(
          InputRef.FLAGS, 1,
          InputRef.FILES, 1,
          InputRef.DOCUMENTS, 1,
          InputRef.FEATURE_GATES, 1,
          InputRef.ADMISSION_PLUGINS, 1,
          InputRef.CLUSTER, 1,
          InputRef.EXPLICIT, 1,
          InputRef.CONFIG, Integer.MAX_VALUE);

  private static final Set<String> WHOLE =
      Set.of(InputRef.AUTHORIZERS.variable(), InputRef.AUTHORIZATION_SOURCE.variable());

  /** What whoCan(cluster, …) reads. */
  private static final List<String> RBAC =
      List.of("clusterRoles", "roles", "clusterRoleBindings", "roleBindings");

  private Inputs() {}

  /**
   * The inputs of an expression.
   *
   * @throws IllegalArgumentException when it takes a variable whole that must be read by name
   */
  static Set<InputRef> of(CelAbstractSyntaxTree ast) {
    Set<InputRef> inputs = new LinkedHashSet<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.IDENT)
        .flatMap(Inputs::inputs)
        .forEach(inputs::add);
    return inputs;
  }

  private static Stream<InputRef> inputs(CelNavigableExpr node) {
    String variable = node.expr().ident().name();
    if (WHOLE.contains(variable)) {
      return Stream.of(new InputRef(variable, List.of()));
    }
    boolean ofComponents = variable.equals(InputRef.COMPONENTS);
    if (!ofComponents && !DEPTHS.containsKey(variable)) {
      return Stream.empty();
    }
    if (variable.equals(InputRef.CLUSTER) && isWhoCan(node.parent())) {
      return RBAC.stream().map(InputRef::cluster);
    }
    List<String> keys = keys(node);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          variable + " must be read by a name, as in " + variable + "['name']");
    }
    int depth = ofComponents ? depthOfComponent(keys) : DEPTHS.getOrDefault(variable, 1);
    return Stream.of(new InputRef(variable, keys.subList(0, Math.min(depth, keys.size()))));
  }

  /** {@code components['etcd'].flags['x']}: the component, its variable, and what that takes. */
  private static int depthOfComponent(List<String> keys) {
    if (keys.size() < 2 || WHOLE.contains(keys.get(1))) {
      return 2;
    }
    if (keys.size() == 2) {
      throw new IllegalArgumentException(
          keys.get(1) + " of a component must be read by a name, as in flags['name']");
    }
    int depth = DEPTHS.getOrDefault(keys.get(1), 1);
    return depth == Integer.MAX_VALUE ? depth : 2 + depth;
  }

  private static boolean isWhoCan(Optional<CelNavigableExpr> parent) {
    return parent
        .filter(p -> p.getKind() == Kind.CALL)
        .filter(p -> p.expr().call().function().equals("whoCan"))
        .isPresent();
  }

  /** The constant keys that follow a variable. */
  private static List<String> keys(CelNavigableExpr variable) {
    List<String> keys = new ArrayList<>();
    CelNavigableExpr node = variable;
    Optional<CelNavigableExpr> parent = node.parent();
    while (parent.isPresent()) {
      Optional<String> key = key(node, parent.get());
      if (key.isEmpty()) {
        break;
      }
      keys.add(key.get());
      node = parent.get();
      parent = node.parent();
    }
    return keys;
  }

  /** {@code flags['name']}, {@code flags.name} or {@code 'name' in flags}. */
  private static Optional<String> key(CelNavigableExpr node, CelNavigableExpr parent) {
    CelExpr expr = parent.expr();
    if (expr.getKind() == Kind.SELECT) {
      return Optional.of(expr.select().field());
    }
    if (expr.getKind() != Kind.CALL) {
      return Optional.empty();
    }
    String function = expr.call().function();
    int at = function.equals("_[_]") || function.equals("_[?_]") ? 1 : 0;
    boolean lookup = at == 1 || function.equals("@in");
    boolean ofThis =
        lookup
            && expr.call().args().size() == 2
            && expr.call().args().get(1 - at).id() == node.id();
    return ofThis ? text(expr.call().args().get(at)) : Optional.empty();
  }

  private static Optional<String> text(CelExpr expr) {
    return expr.getKind() == Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expr.constant().stringValue())
        : Optional.empty();
  }
}
