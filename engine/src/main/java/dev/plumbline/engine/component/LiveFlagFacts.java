package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.FlagValues;
import dev.plumbline.engine.flags.PrintedFlags;
import dev.plumbline.engine.flags.PrintedValue;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.ReferencedFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The value in force of every flag of a component that printed them all. It needs no table of
 * defaults: one that is not printed is unknown, whatever the release's default is.
 */
final class LiveFlagFacts {

  private final ParsedComponent component;
  private final PrintedFlags printed;

  private LiveFlagFacts(ParsedComponent component) {
    this.component = component;
    this.printed = PrintedFlags.of(component.table(), component.component().arguments());
  }

  static void describe(ParsedComponent component) {
    new LiveFlagFacts(component).describe();
  }

  private void describe() {
    for (FlagDefinition flag : component.table().flags()) {
      component.facts().put(InputRef.flag(flag.name()), fact(flag));
    }
    for (String flag : printed.names()) {
      if (component.flag(flag).isEmpty()
          && printed.value(flag).orElse(null) instanceof PrintedValue.Texts texts) {
        component
            .facts()
            .explicit(InputRef.flag(flag), texts.texts().get(0), component.locations(flag));
      }
    }
    component.facts().rest(InputRef.FLAGS, input -> FlagFacts.unlisted(component, input));
  }

  private Fact fact(FlagDefinition flag) {
    List<EvidenceRef> locations =
        component.isExplicit(flag.name())
            ? component.locations(flag.name())
            : List.of(ParsedComponent.start(component.component()));
    PrintedValue value =
        printed.value(flag.name()).orElse(new PrintedValue.Ambiguous("is not printed"));
    if (value instanceof PrintedValue.Ambiguous ambiguous) {
      return new Fact.Unknown(
          "--" + flag.name() + " of the running " + component.name() + " " + ambiguous.why(),
          locations);
    }
    if (mayBeFilledIn(flag.name())) {
      return new Fact.Unknown(
          "--"
              + flag.name()
              + " of the running "
              + component.name()
              + " has the value that it takes by itself where none is given",
          locations);
    }
    Function<FlagTable, Object> byDefault =
        table -> table.flag(flag.name()).map(FlagDefinition::defaultValue);
    // In the same words as of a process that was not given the flag.
    return !component.isExplicit(flag.name()) && component.table().agree(byDefault)
        ? new Fact.Default(FlagValues.printed(flag, flag.defaultValue()), component.table().basis())
        : new Fact.Explicit(
            FlagValues.typed(flag, ((PrintedValue.Texts) value).texts()), locations);
  }

  /**
   * A kube-apiserver that is given no certificate makes one, and prints its path as if it had been
   * given; one that is given no key for service accounts takes that of its certificate.
   *
   * @see <a
   *     href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controlplane/apiserver/options/options.go">
   *     Complete</a>
   */
  private boolean mayBeFilledIn(String flag) {
    String directory = text("cert-dir");
    return switch (flag) {
      case "tls-cert-file" -> text(flag).equals(directory + "/apiserver.crt");
      case "tls-private-key-file" -> text(flag).equals(directory + "/apiserver.key");
      case "service-account-key-file" ->
          !text(flag).isEmpty() && text(flag).equals(text("tls-private-key-file"));
      default -> false;
    };
  }

  /** The only text of a flag, or empty. */
  private String text(String flag) {
    return printed.value(flag).orElse(null) instanceof PrintedValue.Texts texts
            && texts.texts().size() == 1
        ? texts.texts().get(0)
        : "";
  }

  /** A running component prints the path of a file, and not what the file holds. */
  static Optional<ReferencedFile> file(Component component, String path) {
    return ParsedComponent.isLive(component)
        ? Optional.of(
            new ReferencedFile.Unreadable(
                path, "lies on the node of " + component.name() + ", and only a node pod reads it"))
        : Optional.empty();
  }
}
