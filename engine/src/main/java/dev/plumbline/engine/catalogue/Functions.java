package dev.plumbline.engine.catalogue;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;

/** What expressions may call beside CEL's own functions; see {@code docs/expressions.md}. */
final class Functions {

  private static final String NO_WIDER_THAN = "noWiderThan";
  private static final String OWNED_BY = "ownedBy";
  private static final String WHO_CAN = "whoCan";
  private static final String AUDIT_LEVEL = "auditLevel";

  private Functions() {}

  static List<CelFunctionDecl> declarations() {
    return List.of(
        CelFunctionDecl.newFunctionDeclaration(
            NO_WIDER_THAN,
            CelOverloadDecl.newGlobalOverload(
                NO_WIDER_THAN + "_file_mode", SimpleType.BOOL, SimpleType.DYN, SimpleType.STRING)),
        CelFunctionDecl.newFunctionDeclaration(
            OWNED_BY,
            CelOverloadDecl.newGlobalOverload(
                OWNED_BY + "_file_owner", SimpleType.BOOL, SimpleType.DYN, SimpleType.STRING)),
        CelFunctionDecl.newFunctionDeclaration(
            AUDIT_LEVEL,
            CelOverloadDecl.newGlobalOverload(
                AUDIT_LEVEL + "_policy_verb_group_resource",
                SimpleType.STRING,
                SimpleType.DYN,
                SimpleType.STRING,
                SimpleType.STRING,
                SimpleType.STRING)),
        CelFunctionDecl.newFunctionDeclaration(
            WHO_CAN,
            CelOverloadDecl.newGlobalOverload(
                WHO_CAN + "_cluster_verb_group_resource",
                ListType.create(SimpleType.STRING),
                SimpleType.DYN,
                SimpleType.STRING,
                SimpleType.STRING,
                SimpleType.STRING)));
  }

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from(
            NO_WIDER_THAN + "_file_mode", Object.class, String.class, FileFunctions::noWiderThan),
        CelFunctionBinding.from(
            OWNED_BY + "_file_owner", Object.class, String.class, FileFunctions::ownedBy),
        CelFunctionBinding.from(
            AUDIT_LEVEL + "_policy_verb_group_resource",
            List.of(Object.class, String.class, String.class, String.class),
            args ->
                AuditPolicy.of(args[0])
                    .level((String) args[1], (String) args[2], (String) args[3])),
        CelFunctionBinding.from(
            WHO_CAN + "_cluster_verb_group_resource",
            List.of(Object.class, String.class, String.class, String.class),
            args ->
                RbacEvaluator.of(args[0])
                    .whoCan((String) args[1], (String) args[2], (String) args[3])));
  }
}
