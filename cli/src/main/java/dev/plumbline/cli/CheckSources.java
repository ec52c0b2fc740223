package dev.plumbline.cli;

import dev.plumbline.cli.input.BundleFile;
import dev.plumbline.cli.input.RepositoryEvidence;
import dev.plumbline.cli.input.UsageException;
import dev.plumbline.cli.output.Notices;
import dev.plumbline.collector.Collector;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.FileSet;
import dev.plumbline.evidence.HostFile;
import dev.plumbline.repository.RepositoryReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what a check evaluates. */
final class CheckSources {

  /** Longer than any disk needs for a few small files. */
  static final Duration DEADLINE = Duration.ofSeconds(20);

  @Nullable
  @Option(
      names = "--host-root",
      paramLabel = "DIR",
      description = "The directory that holds the node's /etc and /proc. Default without FILE: /")
  private Path hostRoot;

  @Nullable
  @Option(
      names = "--evidence",
      paramLabel = "BUNDLE",
      description =
          "The evidence of a cluster's nodes, from plumbline export --evidence, instead of a host"
              + " root.")
  private Path evidence;

  @Parameters(
      paramLabel = "FILE",
      description =
          "Files, directories, patterns in quotes, or - for standard input, instead of a host"
              + " root.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--kubernetes-version",
      paramLabel = "VERSION",
      description = "The release for files that don't name it, such as v1.36.3.")
  private String version = "";

  /** Refuses what does not go together before any work is done. */
  void check() throws UsageException {
    if (!version.isEmpty() && Release.of("kube-apiserver", version, "").isEmpty()) {
      throw new UsageException(
          "--kubernetes-version: \"" + version + "\" is not a release such as v1.36.3.");
    }
    if (hostRoot != null && !files.isEmpty()) {
      throw new UsageException("Give either --host-root or FILE, not both.");
    }
    if (evidence != null && (hostRoot != null || !files.isEmpty())) {
      throw new UsageException(
          "--evidence: Give either a bundle or files, not both. \"plumbline plan\" lays files over"
              + " a bundle.");
    }
    if (evidence != null && !version.isEmpty()) {
      throw new UsageException(
          "--kubernetes-version: The nodes of a bundle name their releases. \"plumbline plan\""
              + " evaluates them by another.");
    }
  }

  /** The bundle, where one is to be evaluated. */
  Optional<CheckedBundle> bundle() throws UsageException {
    return evidence == null
        ? Optional.empty()
        : Optional.of(new CheckedBundle(BundleFile.read(evidence)));
  }

  /** The files, or the host root. */
  CheckedFiles files(PrintWriter err) throws UsageException {
    ReleaseHints hints = ReleaseHints.requested(version);
    if (files.isEmpty()) {
      return CheckedFiles.host(host(hostRoot == null ? Path.of("/") : hostRoot), hints);
    }
    RepositoryEvidence read =
        RepositoryEvidence.read(files, System.in, new RepositoryReader(DEADLINE));
    if (!read.unrelated().isEmpty()) {
      Notices.print(err, read.unrelated());
    }
    return new CheckedFiles(read.evidence(), read.undetermined(), read.unknown(), hints);
  }

  private static Evidence host(Path root) throws UsageException {
    if (!Files.isDirectory(root)) {
      throw new UsageException("--host-root: " + root + " is not a directory.");
    }
    Evidence found = new Collector(DEADLINE).collectHost(root);
    boolean empty =
        found.components().isEmpty()
            && found.problems().isEmpty()
            && found.fileSets().stream()
                .allMatch(set -> holdsNoFile(set) && set.unseen().isEmpty());
    if (empty) {
      throw new UsageException(
          "--host-root: "
              + root
              + " holds nothing of a node: no static pod manifest, no process and no file of a"
              + " component. Give the directory that holds the node's /etc and /proc.");
    }
    return found;
  }

  /** Directories alone do not make a node, nor do hidden files, which no component reads. */
  private static boolean holdsNoFile(FileSet set) {
    return set.files().stream()
        .noneMatch(file -> file.kind() == HostFile.Kind.FILE && !file.path().contains("/."));
  }
}
