package dev.plumbline.operator.settings;

import dev.plumbline.report.signature.SigningKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the installer of the operator decides, and users of the resources can't.
 *
 * @param namespace where Jobs run and evidence is stored: {@code PLUMBLINE_NAMESPACE}, default
 *     {@code plumbline-system}
 * @param image the node pods' image, the operator's own: {@code PLUMBLINE_IMAGE}
 * @param hostPaths the directories of every node that its pod may read: {@code
 *     PLUMBLINE_HOST_PATHS}, separated by commas; empty where they are chosen for each node
 * @param imagePullSecrets names of Secrets in the namespace that node pods pull the image with:
 *     {@code PLUMBLINE_IMAGE_PULL_SECRETS}, separated by commas
 * @param seLinuxType the SELinux type of node pods: {@code PLUMBLINE_SELINUX_TYPE}; empty where it
 *     is chosen for each node
 * @param privilege {@code PLUMBLINE_PRIVILEGED=true} for hosts whose SELinux policy keeps an
 *     unprivileged container from reading them
 * @param port of metrics and probes: {@code PLUMBLINE_PORT}, default 8080; 0 for any
 * @param leaderElection whether only the holder of a lease works: {@code
 *     PLUMBLINE_LEADER_ELECTION=true}, for two replicas
 * @param openReports whether each report is written as an OpenReports ClusterReport too: {@code
 *     PLUMBLINE_OPEN_REPORTS=true}
 * @param signingKey the key that reports are signed with, from the files {@code private.pem} and
 *     {@code public.pem} in the directory {@code PLUMBLINE_SIGNING_KEYS}; empty where that is not
 *     set: reports are then not signed
 * @param writing how objects are written
 */
public record OperatorSettings(
    String namespace,
    String image,
    List<String> hostPaths,
    List<String> imagePullSecrets,
    Optional<String> seLinuxType,
    Privilege privilege,
    int port,
    boolean leaderElection,
    boolean openReports,
    Optional<SigningKey> signingKey,
    Writing writing) {

  public OperatorSettings {
    hostPaths = List.copyOf(hostPaths);
    imagePullSecrets = List.copyOf(imagePullSecrets);
  }

  /** Whether node pods are privileged. */
  public enum Privilege {
    UNPRIVILEGED,
    PRIVILEGED
  }

  /** How objects are written. */
  public enum Writing {
    SERVER_SIDE_APPLY,
    /** For API servers that can't apply, such as the mock one of {@code plumbline try}. */
    UPDATE
  }

  private static final Pattern SECRET = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  private static final Pattern SELINUX_TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,99}");

  private static final String DEFAULT_PORT = "8080";

  public static final String DEFAULT_NAMESPACE = "plumbline-system";

  private static final String SIGNING_KEYS = "PLUMBLINE_SIGNING_KEYS";

  /** The whole text of a file. */
  public interface Files {

    /** Reads one; throws IllegalArgumentException when it can't be read, and names it. */
    String text(String path);
  }

  /**
   * Reads the environment where there are no files, and refuses a variable that names one.
   *
   * @throws IllegalArgumentException when a variable is missing or wrong; names it
   */
  public static OperatorSettings from(Map<String, String> env) {
    return from(
        env,
        path -> {
          throw new IllegalArgumentException(path + " can't be read: there are no files here.");
        });
  }

  /**
   * Reads the environment, and the files that it names.
   *
   * @throws IllegalArgumentException when a variable is missing or wrong, or a key can't be used;
   *     names it
   */
  public static OperatorSettings from(Map<String, String> env, Files files) {
    String image = env.getOrDefault("PLUMBLINE_IMAGE", "");
    if (image.isBlank()) {
      throw new IllegalArgumentException(
          "PLUMBLINE_IMAGE is not set. Set it to the operator's image, which the node pods run too.");
    }
    return new OperatorSettings(
        env.getOrDefault("PLUMBLINE_NAMESPACE", DEFAULT_NAMESPACE),
        image,
        hostPaths(list("PLUMBLINE_HOST_PATHS", env)),
        matching(SECRET, "PLUMBLINE_IMAGE_PULL_SECRETS", list("PLUMBLINE_IMAGE_PULL_SECRETS", env)),
        seLinuxType(env.getOrDefault("PLUMBLINE_SELINUX_TYPE", "")),
        isTrue("PLUMBLINE_PRIVILEGED", env) ? Privilege.PRIVILEGED : Privilege.UNPRIVILEGED,
        port(env.getOrDefault("PLUMBLINE_PORT", DEFAULT_PORT)),
        isTrue("PLUMBLINE_LEADER_ELECTION", env),
        isTrue("PLUMBLINE_OPEN_REPORTS", env),
        signingKey(env.getOrDefault(SIGNING_KEYS, ""), files),
        Writing.SERVER_SIDE_APPLY);
  }

  /** What a variable lists; nothing when it is blank, as a chart without a value leaves it. */
  private static List<String> list(String name, Map<String, String> env) {
    String value = env.getOrDefault(name, "");
    return value.isBlank()
        ? List.of()
        : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
  }

  private static List<String> matching(Pattern pattern, String name, List<String> values) {
    for (String value : values) {
      if (!pattern.matcher(value).matches()) {
        throw new IllegalArgumentException(
            name + ": \"" + value + "\" does not match " + pattern.pattern());
      }
    }
    return values;
  }

  private static Optional<String> seLinuxType(String value) {
    return value.isBlank()
        ? Optional.empty()
        : Optional.of(matching(SELINUX_TYPE, "PLUMBLINE_SELINUX_TYPE", List.of(value)).get(0));
  }

  /** A directory without a usable key is an error: reports that nobody signs must not pass by. */
  private static Optional<SigningKey> signingKey(String directory, Files files) {
    if (directory.isBlank()) {
      return Optional.empty();
    }
    String privateFile = directory + "/private.pem";
    String publicFile = directory + "/public.pem";
    try {
      return Optional.of(
          SigningKey.of(files.text(privateFile), privateFile, files.text(publicFile), publicFile));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(SIGNING_KEYS + ": " + e.getMessage(), e);
    }
  }

  private static List<String> hostPaths(List<String> paths) {
    for (String path : paths) {
      // Through a read-only mount of / a pod reaches the container runtime's socket, and is root.
      if (!path.matches("/[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*") || path.contains("..")) {
        throw new IllegalArgumentException(
            "PLUMBLINE_HOST_PATHS: \""
                + path
                + "\" is not an absolute path of a directory below /");
      }
    }
    return paths;
  }

  private static boolean isTrue(String name, Map<String, String> env) {
    String value = env.getOrDefault(name, "false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              name + " must be true or false, not \"" + value + "\"");
    };
  }

  private static int port(String value) {
    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new IllegalArgumentException("PLUMBLINE_PORT: \"" + value + "\" is not a port");
    }
    return Integer.parseInt(value);
  }
}
