package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Patches of a machine configuration that Talos' own generator or another tool makes, in order: the
 * fields that they set, whatever the rest is. Strategic merge patches and JSON patches
 * (pkg/machinery/config/configpatcher of Talos at ad8823176).
 */
final class TalosPatches {

  private static final String API = "v1alpha1";

  private static final List<String> IMAGES =
      List.of("apiServer", "controllerManager", "scheduler", "proxy");

  private final ComponentSink into;
  private Tree.Mapping configuration;
  private final List<Tree.Mapping> documents = new ArrayList<>();

  private TalosPatches(Tree.Mapping configuration, ComponentSink into) {
    this.configuration = configuration;
    this.into = into;
  }

  /**
   * Patches of a configuration of which only these are known.
   *
   * @param type of machine; {@code worker}, {@code controlplane} or empty
   * @param version the node whose text is the version of Kubernetes; without one, any other node
   */
  static TalosPatches of(String type, Tree version, ComponentSink into) {
    Tree.Mapping machine = SynthesizedTree.empty(version);
    Tree.Mapping cluster = SynthesizedTree.empty(version);
    if (!type.isEmpty()) {
      machine = SynthesizedTree.with(machine, "type", SynthesizedTree.text(type, version));
    }
    if (version instanceof Tree.Scalar) {
      Tree.Mapping image = new Tree.Mapping(Map.of("image", version), version.span());
      machine = SynthesizedTree.with(machine, "kubelet", image);
      for (String component : IMAGES) {
        cluster = SynthesizedTree.with(cluster, component, image);
      }
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("version", SynthesizedTree.text(API, version));
    fields.put("machine", machine);
    fields.put("cluster", cluster);
    return new TalosPatches(new Tree.Mapping(fields, version.span()), into);
  }

  /** Whether a list is a JSON patch of a machine configuration. */
  static boolean isJsonPatch(Tree document) {
    return document instanceof Tree.Sequence operations
        && operations.items().stream().allMatch(TalosPatches::isOperation)
        && operations.items().stream().anyMatch(TalosPatches::isOfMachine);
  }

  private static boolean isOperation(Tree item) {
    return item instanceof Tree.Mapping operation && operation.get("op").isPresent();
  }

  private static boolean isOfMachine(Tree item) {
    return item instanceof Tree.Mapping operation
        && Format.text(operation, "path").matches("/(machine|cluster)(/.*)?");
  }

  /** Reads a JSON patch that is a whole document. */
  static void readJsonPatch(Tree document, ComponentSink into) throws InvalidDocumentException {
    TalosPatches patches = of("", SynthesizedTree.empty(document), into);
    patches.addOperations(document);
    patches.read();
  }

  /** The path of the file that a patch is in, where it is in one. */
  static Optional<String> fileOf(Tree patch) {
    return patch instanceof Tree.Scalar text && text.text().startsWith("@")
        ? Optional.of(text.text().substring(1))
        : Optional.empty();
  }

  /** Adds the patches in a text, or in the file that it names. */
  void add(Tree text) throws InvalidDocumentException {
    Optional<String> file = fileOf(text);
    Optional<List<Tree>> documents = file.flatMap(into.source()::named);
    if (file.isPresent() && documents.isEmpty()) {
      for (String component : Component.NAMES) {
        into.problem(
            component,
            text,
            "applies the patches of another file, which was not found beside it or can't be read:"
                + " what they make of "
                + component
                + " is unknown");
      }
      return;
    }
    for (Tree document :
        documents.isPresent() ? documents.get() : EmbeddedText.documents(text, into.source())) {
      if (document instanceof Tree.Sequence) {
        addOperations(document);
      } else {
        add(Tree.mapping(document));
      }
    }
  }

  /** Adds a strategic merge patch, or another document of the configuration. */
  private void add(Tree.Mapping document) {
    if (document.get("kind").isEmpty()) {
      configuration = TalosPatch.merged(configuration, document);
      return;
    }
    for (int i = 0; i < documents.size(); i++) {
      Tree.Mapping before = documents.get(i);
      boolean same =
          List.of("apiVersion", "kind", "name").stream()
              .allMatch(key -> Format.text(before, key).equals(Format.text(document, key)));
      if (same) {
        documents.set(
            i, TalosPatch.isDeletion(document) ? document : TalosPatch.merged(before, document));
        return;
      }
    }
    documents.add(document);
  }

  /** Adds a JSON patch. What it does to fields that set nothing is left out. */
  void addOperations(Tree operations) throws InvalidDocumentException {
    List<Tree> ofComponents = new ArrayList<>();
    for (Tree item :
        operations instanceof Tree.Sequence list ? list.items() : List.of(operations)) {
      Tree.Mapping operation = Tree.mapping(item);
      String path = Format.text(operation, "path");
      if (!Talos.isHarmless(path) || !Talos.isHarmless(Format.text(operation, "from"))) {
        ofComponents.add(item);
      }
    }
    configuration = JsonPatch.apply(configuration, SynthesizedTree.list(ofComponents, operations));
  }

  /** Reads the configuration as all the patches have it. */
  void read() throws InvalidDocumentException {
    into.within(
        configuration,
        () -> {
          Talos.configuration(configuration, into);
          documents.forEach(document -> RepositoryFile.read(document, into));
        });
  }
}
