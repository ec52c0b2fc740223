package dev.plumbline.collector.process;

import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.HostFiles;
import dev.plumbline.collector.manifest.Environment;
import dev.plumbline.collector.manifest.EtcdEnvironment;
import dev.plumbline.collector.manifest.ProcessContext;
import dev.plumbline.collector.reference.FilesOfNode;
import dev.plumbline.collector.reference.ReferencedFiles;
import dev.plumbline.collector.service.ServiceEnvironment;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.util.List;
import java.util.Map;

/** Evidence of a component from its process. */
final class ProcessReader {

  private final HostFileSystem host;
  private final HostFiles attributes;

  ProcessReader(HostFileSystem host, HostFiles attributes) {
    this.host = host;
    this.attributes = attributes;
  }

  /**
   * Reads one process.
   *
   * @param workingDirectory where its relative paths start; empty when that is not known
   */
  Component read(
      CommandLine command, ProcessFiles process, ProcessContext context, String workingDirectory) {
    SourceLocation place = SourceLocation.line(process.path("cmdline"), 1);
    List<Argument> arguments =
        command.arguments().stream().map(value -> argument(value, place)).toList();
    ProcessContext observed =
        command.program().equals("etcd") ? withEnvironment(command, process, context) : context;
    ReferencedFiles.Result files =
        FilesOfNode.ofRunning(
                host, attributes, observed.mounts(), workingDirectory, process.started())
            .read(command.program(), arguments, observed.environment());
    return new Component(
        command.program(),
        Component.Source.PROCESS,
        place,
        "",
        arguments,
        observed.environment(),
        observed.visibility(),
        files.attributes(),
        files.files(),
        Excerpt.none());
  }

  /** Bytes that are no text have been replaced, so the argument isn't known. */
  private static Argument argument(String value, SourceLocation place) {
    boolean isText = value.indexOf('\uFFFD') < 0;
    return new Argument(
        value, isText ? Argument.Resolution.RESOLVED : Argument.Resolution.UNRESOLVED, place);
  }

  /**
   * The process's own, where the kernel shows it; else what its manifest gives it, or its systemd
   * service.
   */
  private ProcessContext withEnvironment(
      CommandLine command, ProcessFiles process, ProcessContext context) {
    Map<String, String> own = process.variables();
    if (own.isEmpty()) {
      return context.visibility() == Visibility.OBSERVED
          ? context
          : ofService(command, process, context);
    }
    Environment environment = new Environment();
    own.forEach((name, value) -> environment.set(name, new Environment.Value.Known(value)));
    return with(environment, process.path("environ"), context);
  }

  private ProcessContext ofService(
      CommandLine command, ProcessFiles process, ProcessContext context) {
    if (!(process.owner() instanceof ProcessOwner.Node)) {
      return context;
    }
    ServiceEnvironment services = new ServiceEnvironment(host, process.started());
    return process
        .service()
        .flatMap(unit -> services.read(unit, command.program()))
        .map(environment -> with(environment, process.path("cgroup"), context))
        .orElse(context);
  }

  private static ProcessContext with(Environment environment, String file, ProcessContext context) {
    return new ProcessContext(
        context.mounts(),
        EtcdEnvironment.of(environment, SourceLocation.line(file, 1)),
        Visibility.OBSERVED);
  }
}
