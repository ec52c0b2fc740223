package dev.plumbline.repository;

import java.util.Map;
import java.util.Optional;

/** The names that installers have for flags and for fields of components' configurations. */
public final class InstallerFields {

  private InstallerFields() {}

  /**
   * The field that sets a flag, in the newest version of an installer's format that has it; empty
   * where the installer has none, or sets it itself.
   *
   * @param format by the name of its table of fields, such as {@code kops}
   * @param component one that the installer configures; of another there is none
   * @param flag of a kubelet that is configured by a file, the path of the field there
   */
  public static Optional<String> field(String format, String component, String flag) {
    FieldTable table = FieldTable.of(format);
    if (!table.blocks().contains(component)) {
      return Optional.empty();
    }
    FieldTable.Block block = table.block(component);
    return block.flags().entrySet().stream()
        .filter(entry -> entry.getValue().equals(flag) && !block.older().contains(entry.getKey()))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
