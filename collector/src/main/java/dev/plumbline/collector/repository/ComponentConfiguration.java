package dev.plumbline.collector.repository;

import dev.plumbline.collector.ConfigFile;
import dev.plumbline.collector.DocumentRefused;
import dev.plumbline.collector.Tree;

/**
 * A component's own configuration file. Fields that it leaves out may be set by whoever installs
 * it, such as kubeadm, by drop-ins or by flags.
 */
record ComponentConfiguration(String component, String kind, String group, ConfigFile file)
    implements Format {

  @Override
  public boolean reads(Tree.Mapping document) {
    return Format.is(document, kind, group);
  }

  @Override
  public void tell(Tree.Mapping document, Told into) throws DocumentRefused {
    into.configuration(component, file, document);
  }
}
