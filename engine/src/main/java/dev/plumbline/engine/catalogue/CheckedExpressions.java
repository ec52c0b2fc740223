package dev.plumbline.engine.catalogue;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelProtoAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.expr.CheckedExpr;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.packed.PackedReader;
import dev.plumbline.packed.PackedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The expressions of the catalogue, parsed and type-checked when Plumbline is built, in CEL's own
 * format. They are found by their text: one that was changed since is not found, and is compiled.
 */
final class CheckedExpressions {

  static final String RESOURCE = "/catalogue/expressions.packed";

  private final Map<String, Map<String, Integer>> positions;
  private final PackedReader packed;
  private final int start;

  /**
   * The positions of expressions behind this.
   *
   * @param positions by the name of the type that they must have, and by their text
   */
  record Index(Map<String, Map<String, Integer>> positions) {}

  /** What an expression reads; its syntax tree follows. */
  record Reads(List<InputRef> inputs) {}

  private CheckedExpressions(Index index, PackedReader packed) {
    this.positions = index.positions();
    this.packed = packed;
    this.start = packed.position();
  }

  /** Those that the build has made; none where it has not. */
  static CheckedExpressions shipped() {
    return PackedReader.ofResource(CheckedExpressions.class, RESOURCE)
        .map(CheckedExpressions::of)
        .orElseGet(() -> of(PackedReader.of(pack(List.of()).bytes())));
  }

  static CheckedExpressions of(PackedReader packed) {
    return new CheckedExpressions(packed.read(Index.class), packed);
  }

  /** Compiles and packs the expressions of controls. */
  static PackedWriter pack(Iterable<Control> controls) {
    Map<String, Map<String, Integer>> positions = new LinkedHashMap<>();
    PackedWriter parts = new PackedWriter();
    for (Control control : controls) {
      sources(control)
          .forEach(
              (text, type) -> {
                Map<String, Integer> ofType =
                    positions.computeIfAbsent(type.name(), name -> new LinkedHashMap<>());
                if (ofType.putIfAbsent(text, parts.position()) == null) {
                  write(Expressions.checked(text, type), parts);
                }
              });
    }
    return new PackedWriter().write(new Index(positions)).append(parts);
  }

  /** The expressions of a control and the types that they must have. */
  static Map<String, CelType> sources(Control control) {
    Map<String, CelType> sources = new TreeMap<>();
    sources.put(control.applies(), SimpleType.BOOL);
    sources.put(control.expression(), SimpleType.BOOL);
    sources.put(control.message(), SimpleType.STRING);
    sources.keySet().removeIf(String::isBlank);
    return sources;
  }

  private static void write(CelAbstractSyntaxTree ast, PackedWriter to) {
    to.write(new Reads(List.copyOf(new TreeSet<>(Inputs.of(ast)))));
    to.writeBytes(bytes(CelProtoAbstractSyntaxTree.fromCelAst(ast).toCheckedExpr()));
  }

  /** The same in every build: protobuf gives its maps no order else. */
  private static byte[] bytes(CheckedExpr tree) {
    byte[] bytes = new byte[tree.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      tree.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  /** An expression by its text; its syntax tree is read when it first runs. */
  Optional<Expression> find(String text, CelType type) {
    return Optional.ofNullable(positions.getOrDefault(type.name(), Map.of()).get(text))
        .map(this::at);
  }

  private Expression at(int position) {
    PackedReader reader = packed.at(start + position);
    Reads reads = reader.read(Reads.class);
    int tree = reader.position();
    return new Expression(new TreeSet<>(reads.inputs()), () -> tree(packed.at(tree)));
  }

  /** Makes one of them ready to run. */
  void prepare() {
    positions.values().stream()
        .flatMap(ofType -> ofType.values().stream())
        .limit(1)
        .forEach(position -> at(position).program());
  }

  private static CelAbstractSyntaxTree tree(PackedReader packed) {
    try {
      return CelProtoAbstractSyntaxTree.fromCheckedExpr(CheckedExpr.parseFrom(packed.readBytes()))
          .getAst();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the build wrote a syntax tree that can't be read", e);
    }
  }
}
