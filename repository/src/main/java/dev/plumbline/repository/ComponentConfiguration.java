package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.repository.ComponentSink.Configured;
import dev.plumbline.repository.ComponentSink.Editing;
import dev.plumbline.repository.ComponentSink.Settings;
import java.util.List;
import java.util.Optional;

/**
 * A component's own configuration file. Fields that it leaves out may be set by whoever installs
 * it, such as kubeadm, by drop-ins or by flags.
 */
record ComponentConfiguration(String component, String kind, String group, ConfigSchema schema)
    implements Format {

  /** The kinds of configuration that components read. */
  static final List<ComponentConfiguration> ALL =
      List.of(
          new ComponentConfiguration(
              "kubelet", "KubeletConfiguration", "kubelet.config.k8s.io/", ConfigSchema.KUBELET),
          new ComponentConfiguration(
              "kube-proxy",
              "KubeProxyConfiguration",
              "kubeproxy.config.k8s.io/",
              ConfigSchema.PROXY),
          new ComponentConfiguration(
              "kube-scheduler",
              "KubeSchedulerConfiguration",
              "kubescheduler.config.k8s.io/",
              ConfigSchema.SCHEDULER));

  /** The one of a kind. */
  static Optional<ComponentConfiguration> of(String kind) {
    return ALL.stream().filter(configuration -> configuration.kind().equals(kind)).findFirst();
  }

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, kind, group);
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    KubeadmPatches patches = into.patches();
    if (component.equals("kubelet") && patches.changeKubelet()) {
      patched(document, "", into);
    } else {
      add(document, "", Editing.POSSIBLE, into);
    }
  }

  /** Adds a kubelet for each directory of kubeadm's patches of its configuration. */
  void patched(Tree.Mapping document, String version, ComponentSink into)
      throws InvalidDocumentException {
    for (KubeadmPatches patches : into.patches().of(KubeadmPatches.KUBELET)) {
      add(patches.kubelet(document), version, Editing.IMPOSSIBLE, into);
    }
  }

  /** Adds the component with this configuration, alone or within another document. */
  void add(Tree.Mapping document, String version, Editing editing, ComponentSink into)
      throws InvalidDocumentException {
    into.add(
        new Configured(
            component,
            version,
            document,
            List.of(),
            Optional.of(new Settings(schema, document, editing))));
  }
}
