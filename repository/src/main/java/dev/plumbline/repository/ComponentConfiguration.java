package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;

/**
 * A component's own configuration file. Fields that it leaves out may be set by whoever installs
 * it, such as kubeadm, by drop-ins or by flags.
 */
record ComponentConfiguration(String component, String kind, String group, ConfigSchema file)
    implements Format {

  @Override
  public boolean reads(Tree.Mapping document) {
    return Format.is(document, kind, group);
  }

  @Override
  public void tell(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    into.configuration(component, file, document);
  }
}
