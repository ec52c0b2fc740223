package dev.plumbline.cli;

import dev.plumbline.cli.input.UsageException;
import dev.plumbline.engine.flags.FlagTable;
import dev.plumbline.engine.flags.Release;
import java.util.List;
import java.util.stream.Collectors;

/** A release whose flags are known: of another, most of a plan would be a guess. */
final class KnownRelease {

  private KnownRelease() {}

  /**
   * The patch release whose table is that of a release.
   *
   * @param version such as {@code 1.37}
   * @throws UsageException when there is no table of it
   */
  static String of(String version) throws UsageException {
    List<FlagTable> tables =
        Release.of("kube-apiserver", version, "the option")
            .map(release -> FlagTable.candidates("kube-apiserver", release))
            .orElse(List.of());
    if (tables.isEmpty() || !tables.get(0).isExact()) {
      throw new UsageException(
          "--kubernetes-version: The flags of \""
              + version
              + "\" are not known. Known are "
              + FlagTable.all("kube-apiserver").stream()
                  .map(FlagTable::minor)
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return tables.get(0).version();
  }
}
