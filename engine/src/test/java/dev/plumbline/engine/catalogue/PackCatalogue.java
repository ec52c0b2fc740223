package dev.plumbline.engine.catalogue;

import dev.plumbline.engine.evaluation.CodeDigest;
import dev.plumbline.packed.PackedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Run by the build: makes the forms of the catalogue and its expressions that load fast. */
public final class PackCatalogue {

  private PackCatalogue() {}

  public static void main(String[] args) throws IOException {
    Path classes = Path.of(args[0]);
    CatalogueFiles files = new CatalogueFiles();
    PackedFile.update(classes, PackedCatalogue.RESOURCE.substring(1), PackedCatalogue.pack(files));
    PackedFile.update(
        classes,
        CheckedExpressions.RESOURCE.substring(1),
        CheckedExpressions.pack(controls(files)));
    // The last, since it is a digest of what was packed too.
    CodeDigest.update(classes);
  }

  /** Every control of every benchmark. */
  static List<Control> controls(CatalogueFiles source) {
    Map<String, Control> controls = new LinkedHashMap<>();
    for (BenchmarkHeading heading : source.headings()) {
      for (String name : source.benchmark(heading.name()).orElseThrow().controls().values()) {
        controls.computeIfAbsent(name, n -> source.control(n).orElseThrow());
      }
    }
    return new ArrayList<>(controls.values());
  }
}
