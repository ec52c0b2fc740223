package dev.plumbline.repository;

import java.util.Map;
import java.util.Optional;

/** What kops calls the flags of components, by the same table as its files are read. */
public final class KopsNames {

  private KopsNames() {}

  /**
   * The field that sets a flag, in the newest version of kops' API that has it; empty where kops
   * has none, or sets it itself.
   *
   * @param component a component that kops configures; of another there is none
   */
  public static Optional<String> field(String component, String flag) {
    FieldTable table = FieldTable.of("kops");
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
