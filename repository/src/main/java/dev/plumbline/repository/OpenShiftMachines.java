package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import dev.plumbline.evidence.Argument;
import dev.plumbline.repository.ComponentSink.Configured;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenShift's KubeletConfig, whose fields count more than the operator's own, and its
 * MachineConfig, which holds Ignition's configuration (machineconfiguration/v1/types.go of
 * openshift/api, and pkg/controller/kubelet-config of openshift/machine-config-operator at
 * 7ff337a4).
 *
 * @see <a href="https://coreos.github.io/ignition/specs/">Ignition's configuration</a>
 */
final class OpenShiftMachines implements Format {

  private static final String GROUP = "machineconfiguration.openshift.io/";

  private static final FieldTable FIELDS = FieldTable.of("openshift");

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return Format.is(document, "KubeletConfig", GROUP)
        || Format.is(document, "MachineConfig", GROUP);
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    Tree.Mapping spec = Format.at(document, "spec");
    String kind = Format.text(document, "kind");
    into.notRead("kubelet", "spec", FIELDS.block(kind), spec);
    if (kind.equals("KubeletConfig")) {
      kubelet(spec, into);
    } else {
      ignition(Format.at(spec, "config"), into);
    }
  }

  /** A profile gives the protocol and suites of the operator's own release. */
  private static void kubelet(Tree.Mapping spec, ComponentSink into)
      throws InvalidDocumentException {
    List<Argument> arguments = new ArrayList<>();
    Tree profile = spec.get("tlsSecurityProfile").orElse(null);
    if (profile != null) {
      arguments.add(into.unresolved("tls-min-version", "", profile));
      arguments.add(into.unresolved("tls-cipher-suites", "", profile));
    }
    into.add(
        Configured.bySettings(
            "kubelet", "", arguments, ConfigSchema.KUBELET, Format.at(spec, "kubeletConfig")));
  }

  private static void ignition(Tree.Mapping config, ComponentSink into)
      throws InvalidDocumentException {
    for (Tree item : Format.list(Format.at(config, "storage"), "files")) {
      file(Tree.mapping(item), into);
    }
    for (Tree item : Format.list(Format.at(config, "systemd"), "units")) {
      Tree.Mapping unit = Tree.mapping(item);
      String name = "/etc/systemd/system/" + Format.text(unit, "name");
      unit(name, unit, into);
      for (Tree dropIn : Format.list(unit, "dropins")) {
        Tree.Mapping file = Tree.mapping(dropIn);
        unit(name + ".d/" + Format.text(file, "name"), file, into);
      }
    }
  }

  /** One that is switched on or off, and has no content, is the machine's own. */
  private static void unit(String path, Tree.Mapping unit, ComponentSink into) {
    if (unit.get("contents").orElse(null) instanceof Tree.Scalar contents) {
      MachineFile.read(path, contents.text(), contents, into);
    }
  }

  private static void file(Tree.Mapping file, ComponentSink into) throws InvalidDocumentException {
    String path = Format.text(file, "path");
    if (file.get("append").orElse(null) instanceof Tree.Sequence appended) {
      MachineFile.unreadable(path, appended, "is appended to, which is not read", into);
    }
    if (!(file.get("contents").orElse(null) instanceof Tree.Mapping contents)) {
      MachineFile.unreadable(path, file, "has no content that is read", into);
      return;
    }
    Tree source = contents.get("source").orElse(null);
    if (source instanceof Tree.Scalar url) {
      try {
        boolean compressed = Format.text(contents, "compression").equals("gzip");
        MachineFile.read(
            path, Encoded.ofDataUrl(url.text(), compressed, source, into), source, into);
      } catch (InvalidDocumentException e) {
        MachineFile.unreadable(path, source, e.why(), into);
      }
    }
  }
}
