package dev.plumbline.engine.catalogue;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an expression reads, told from the expression itself: an author can't forget to name an
 * input, and so nothing that couldn't be seen is taken for absent.
 */
final class Inputs {

  /** Variables of which an expression reads named parts. */
  private static final Set<String> NAMED =
      Set.of("flags", "config", "files", "documents", "featureGates", "components", "cluster");

  private static final Set<String> WHOLE =
      Set.of("admissionPlugins", "authorizers", "authorizationSource");

  private Inputs() {}

  /**
   * The inputs of an expression.
   *
   * @throws IllegalArgumentException when it takes a variable whole that must be read by name
   */
  static Set<String> of(CelAbstractSyntaxTree ast) {
    Set<String> inputs = new LinkedHashSet<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.IDENT)
        .forEach(node -> input(node).ifPresent(inputs::add));
    return inputs;
  }

  private static Optional<String> input(CelNavigableExpr node) {
    String variable = node.expr().ident().name();
    if (WHOLE.contains(variable)) {
      return Optional.of(variable);
    }
    if (!NAMED.contains(variable)) {
      return Optional.empty();
    }
    Optional<CelNavigableExpr> parent = node.parent();
    if (variable.equals("cluster") && isWhoCan(parent)) {
      // whoCan(cluster, …) reads roles and bindings.
      return Optional.of("cluster.rbac");
    }
    Optional<String> name = parent.flatMap(p -> name(node, p));
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          variable + " must be read by a name, as in " + variable + "['name']");
    }
    String input = variable + "." + name.get();
    return Optional.of(variable.equals("config") ? deeper(input, parent.orElseThrow()) : input);
  }

  private static boolean isWhoCan(Optional<CelNavigableExpr> parent) {
    return parent
        .filter(p -> p.getKind() == Kind.CALL)
        .filter(p -> p.expr().call().function().equals("whoCan"))
        .isPresent();
  }

  /** {@code flags['name']}, {@code flags.name} or {@code 'name' in flags}. */
  private static Optional<String> name(CelNavigableExpr node, CelNavigableExpr parent) {
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

  /** {@code config.authentication.anonymous.enabled} is one input. */
  private static String deeper(String input, CelNavigableExpr parent) {
    StringBuilder path = new StringBuilder(input);
    CelNavigableExpr node = parent;
    while (node.parent().isPresent() && node.parent().get().getKind() == Kind.SELECT) {
      node = node.parent().get();
      path.append('.').append(node.expr().select().field());
    }
    return path.toString();
  }
}
