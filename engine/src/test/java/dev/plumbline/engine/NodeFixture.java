package dev.plumbline.engine;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.collector.Collector;
import dev.plumbline.distribution.Recognition;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.HostFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A node of a distribution, made from public facts: {@code distributions/NAME/NODE} with
 *
 * <ul>
 *   <li>{@code root}: its files. A process's {@code cmdline} has one argument on each line
 *   <li>{@code node.yaml}: what a checkout can't hold, see {@link Description}
 *   <li>{@code expected.yaml}: the numbers of the benchmark by the status that each comes to
 * </ul>
 */
record NodeFixture(String name, Path directory, Description description) {

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final Pattern ATTRIBUTES = Pattern.compile("([0-7]{3,4}) ([^:]+):(.+)");

  private static final Path ALL =
      HostRoots.project().resolve("engine/src/test/resources/distributions");

  /**
   * What stands in {@code node.yaml}.
   *
   * @param source the public facts that the node is made from
   * @param distribution that it has to be recognised as
   * @param benchmark that it is evaluated by
   * @param kubeletVersion as the Node object has it
   * @param osImage as the Node object has it
   * @param labels of the Node object
   * @param directories that are there without a file in them
   * @param mounted what its pod mounts beside what its distribution needs, as somebody has to list
   *     who keeps files elsewhere
   * @param links where each leads, by its path
   * @param attributes mode, owner and group of each file and directory that is not root's with 644
   *     or 755, by path: {@code 600 etcd:etcd}
   */
  record Description(
      List<String> source,
      String distribution,
      String benchmark,
      @JsonSetter(nulls = Nulls.AS_EMPTY) String kubeletVersion,
      @JsonSetter(nulls = Nulls.AS_EMPTY) String osImage,
      @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> labels,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> directories,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> mounted,
      @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> links,
      @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> attributes) {}

  static List<NodeFixture> all() throws IOException {
    try (Stream<Path> files = Files.walk(ALL)) {
      return files
          .filter(file -> file.getFileName().toString().equals("node.yaml"))
          .map(Path::getParent)
          .sorted()
          .map(NodeFixture::in)
          .toList();
    }
  }

  private static NodeFixture in(Path directory) {
    try {
      Description description =
          YAML.readValue(directory.resolve("node.yaml").toFile(), Description.class);
      return new NodeFixture(ALL.relativize(directory).toString(), directory, description);
    } catch (IOException e) {
      throw new IllegalArgumentException(directory.toString(), e);
    }
  }

  /** The statuses that numbers have to come to. */
  Map<String, Status> expected() throws IOException {
    Map<String, Status> expected = new TreeMap<>();
    for (var group : YAML.readTree(expectedFile().toFile()).properties()) {
      Status status = Status.valueOf(group.getKey());
      group.getValue().forEach(number -> expected.put(number.asText(), status));
    }
    return expected;
  }

  Path expectedFile() {
    return directory.resolve("expected.yaml");
  }

  /** Its evidence, as one reads it who may read all of it. */
  Evidence evidence(Path temp) throws IOException {
    return withAttributes(
        new Collector(Duration.ofSeconds(60)).collectHost(root(temp), List.of("/")));
  }

  /** Its evidence, as a pod reads it that some directories and files are mounted in. */
  Evidence evidence(Path temp, List<String> mounted) throws IOException {
    return withAttributes(new Collector(Duration.ofSeconds(60)).collectHost(root(temp), mounted));
  }

  private Path root(Path temp) throws IOException {
    Path root = temp.resolve("root");
    Path from = directory.resolve("root");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        copy(file, root.resolve(from.relativize(file).toString()));
      }
    }
    for (String made : description.directories()) {
      Files.createDirectories(root.resolve(made.substring(1)));
    }
    Files.createDirectories(root.resolve("proc"));
    for (var link : description.links().entrySet()) {
      Path at = root.resolve(link.getKey().substring(1));
      Files.createDirectories(at.getParent());
      Files.createSymbolicLink(at, Path.of(link.getValue()));
    }
    return root;
  }

  private static void copy(Path file, Path to) throws IOException {
    if (Files.isDirectory(file)) {
      Files.createDirectories(to);
      return;
    }
    byte[] content = Files.readAllBytes(file);
    if (to.endsWith("cmdline")) {
      for (int i = 0; i < content.length; i++) {
        content[i] = content[i] == '\n' ? 0 : content[i];
      }
    }
    Files.write(to, content);
    // Before any process has started.
    Files.setLastModifiedTime(to, FileTime.from(Instant.EPOCH));
  }

  /** As the node has them: a checkout is of whoever made it. */
  private Evidence withAttributes(Evidence evidence) {
    ObjectMapper json = new JsonMapper();
    try {
      var tree = json.readTree(EvidenceJson.write(evidence));
      tree.findParents("uid").forEach(file -> setAttributes((ObjectNode) file));
      return EvidenceJson.readEvidence(tree.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void setAttributes(ObjectNode file) {
    boolean directory = file.get("kind").asText().equals(HostFile.Kind.DIRECTORY.name());
    String given =
        description
            .attributes()
            .getOrDefault(file.get("path").asText(), (directory ? "755" : "644") + " root:root");
    Matcher parts = ATTRIBUTES.matcher(given);
    if (!parts.matches()) {
      throw new IllegalArgumentException(name + ": attributes are like 600 etcd:etcd: " + given);
    }
    file.put("mode", Integer.parseInt(parts.group(1), 8));
    file.put("owner", parts.group(2)).put("group", parts.group(3));
    file.put("uid", id(parts.group(2))).put("gid", id(parts.group(3)));
  }

  /** A name has some number; one number has no name. */
  private static int id(String owner) {
    return owner.equals("root")
        ? 0
        : owner.matches("\\d+") ? Integer.parseInt(owner) : 1000 + owner.hashCode() % 500;
  }

  /** What the operator knows of the node beside its evidence. */
  Recognition.Node node(Evidence evidence) {
    return new Recognition.Node(
        Objects.toString(description.kubeletVersion(), ""),
        description.labels(),
        Objects.toString(description.osImage(), ""),
        Recognition.Node.of(evidence).files());
  }
}
