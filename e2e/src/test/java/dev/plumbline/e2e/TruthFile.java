package dev.plumbline.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.e2e.truth.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is recorded in {@code truth/} of the release that is tried, and compared with what it does.
 *
 * @param recorded has it as a JSON value
 */
record TruthFile(Path recorded) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** In a folder of {@code truth/}, such as {@code probes/pods}. */
  static TruthFile in(String folder) {
    return new TruthFile(truth(folder).resolve(version() + ".json"));
  }

  /** A file or folder in {@code truth/}. */
  static Path truth(String path) {
    return TrueCluster.root().resolve("truth").resolve(path);
  }

  /** Of the components that are tried, e.g. {@code v1.36.3}. */
  static String version() {
    return System.getProperty("plumbline.kubernetes.version", "");
  }

  /** The folder with the components that are tried. */
  static Path binaries() {
    return Path.of(System.getProperty("plumbline.kubernetes.binaries", ""));
  }

  /** Leaves the test out for a release of which nothing is recorded, and is not to be either. */
  void assumeRecorded() {
    assumeTrue(Recording.chosen().writes() || Files.exists(recorded));
  }

  /** What is recorded. */
  <T> T read(TypeReference<T> type) throws IOException {
    return JSON.readValue(recorded.toFile(), type);
  }

  /**
   * What is recorded, once what was tried has taken its place where {@code
   * -Dplumbline.truth.record} asks for that.
   */
  <T> T readAfter(T tried, TypeReference<T> type) throws IOException {
    if (Recording.chosen().writes()) {
      Files.writeString(recorded, JSON.writeValueAsString(tried) + "\n");
    }
    return read(type);
  }
}
