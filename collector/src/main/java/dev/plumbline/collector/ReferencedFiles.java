package dev.plumbline.collector;

import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Argument.Knowledge;
import dev.plumbline.evidence.ReferencedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads the files that a component's arguments may name. Which flag an argument is a value of, only
 * the component's own parser can tell, so every candidate is read and the engine picks.
 */
final class ReferencedFiles {

  /** A megabyte of authorizers or of policy lines is no configuration any more. */
  private static final int MAX_BYTES = 1024 * 1024;

  /** More candidates than flags that name files: somebody is playing. */
  private static final int MAX_FILES = 16;

  /** Boot time is told in whole seconds, so a start is known to about two. */
  private static final Duration START_ACCURACY = Duration.ofSeconds(2);

  private final HostRoot host;
  private final VolumeMounts mounts;
  private final String workingDir;
  private final Instant started;

  private ReferencedFiles(HostRoot host, VolumeMounts mounts, String workingDir, Instant started) {
    this.host = host;
    this.mounts = mounts;
    this.workingDir = workingDir;
    this.started = started;
  }

  /** The files as the component will read them when it is started. */
  static ReferencedFiles atStart(HostRoot host, VolumeMounts mounts, String workingDir) {
    return new ReferencedFiles(host, mounts, workingDir, Instant.MAX);
  }

  /**
   * The files as a running process has read them. A kube-apiserver reads an ABAC policy only at its
   * start, and refuses a changed AuthorizationConfiguration that drops or adds a type other than
   * Webhook: what changed since its start tells nothing of what is in force.
   *
   * @param started when the process was; {@code Instant.MAX} when that isn't known
   */
  static ReferencedFiles ofRunning(HostRoot host, VolumeMounts mounts, Instant started) {
    return new ReferencedFiles(
        host, mounts, "", started.equals(Instant.MAX) ? started : started.plus(START_ACCURACY));
  }

  /**
   * One entry for each path that an argument may give to {@code --authorization-config} and the
   * like.
   */
  List<ReferencedFile> of(List<Argument> arguments) {
    List<ReferencedFile> files = new ArrayList<>();
    for (String path : candidates("authorization-config", arguments)) {
      files.add(read(path, AuthorizationFile::parse));
    }
    for (String path : candidates("authorization-policy-file", arguments)) {
      files.add(read(path, AbacFile::parse));
    }
    for (String path : candidates("authorization-webhook-config-file", arguments)) {
      files.add(read(path, (named, found) -> new ReferencedFile.Present(named, found.path())));
    }
    return files;
  }

  private static Set<String> candidates(String flag, List<Argument> arguments) {
    Set<String> paths = new LinkedHashSet<>();
    for (int i = 0; i < arguments.size() && paths.size() < MAX_FILES; i++) {
      Argument argument = arguments.get(i);
      // pflag normalises the name only; in the value an underscore is one.
      String[] parts = argument.value().split("=", 2);
      if (!parts[0].replace('_', '-').equals("--" + flag)) {
        continue;
      }
      if (parts.length == 2 && argument.knowledge() == Knowledge.FULL) {
        paths.add(parts[1]);
      } else if (parts.length == 1
          && i + 1 < arguments.size()
          && arguments.get(i + 1).knowledge() == Knowledge.FULL) {
        paths.add(arguments.get(i + 1).value());
      }
    }
    paths.remove("");
    return paths;
  }

  /** Parses a file's text: given the path that the flag names, and where it was found. */
  private ReferencedFile read(
      String path, BiFunction<String, FileContent.Text, ReferencedFile> parser) {
    if (!path.startsWith("/") && workingDir.isEmpty()) {
      return new ReferencedFile.Unreadable(
          path, "is a relative path, and the working directory isn't known");
    }
    String absolute = path.startsWith("/") ? path : workingDir + "/" + path;
    if (Set.of(absolute.split("/")).contains("..")) {
      return new ReferencedFile.Unreadable(path, "has '..' in its path, which isn't followed");
    }
    Optional<VolumeMounts.HostPath> hostPath = mounts.toHost(absolute);
    if (hostPath.isEmpty()) {
      return new ReferencedFile.Unreadable(
          path,
          "is not below a hostPath mount of the container, so it lies where only the container sees it");
    }
    FileContent content = host.read(hostPath.get().path(), hostPath.get().folder(), MAX_BYTES);
    if (content instanceof FileContent.Text text) {
      if (text.changed().isAfter(started)) {
        return new ReferencedFile.Unreadable(
            path,
            "was changed after the process started; what it started with stays in force until a restart");
      }
      return parser.apply(path, text);
    }
    if (content instanceof FileContent.Refused refused) {
      return new ReferencedFile.Unreadable(path, refused.path() + " " + refused.why());
    }
    return new ReferencedFile.Absent(path, ((FileContent.Absent) content).path());
  }
}
