package dev.plumbline.collector.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a container's paths lie on the node, or why that is not known (B15). */
class MountNamespaceTest {

  private static final MountNamespace MOUNTS =
      new MountNamespace.Container(
          List.of(
              MountNamespace.Mount.whole("files", "/files/"),
              new MountNamespace.Mount("files", "/files/sub", MountNamespace.Part.EXPRESSION, ""),
              new MountNamespace.Mount("files", "/plain", MountNamespace.Part.SUB_PATH, "below"),
              new MountNamespace.Mount("files", "/up", MountNamespace.Part.SUB_PATH, "../x"),
              MountNamespace.Mount.whole("empty", "/files/empty")),
          Map.of("files", "/host"));

  @ParameterizedTest
  @CsvSource({
    "/files/x, /host/x",
    "/files, /host",
    "/plain/x, /host/below/x",
  })
  void onTheNode(String path, String expected) {
    assertThat(new FileLocator(MOUNTS, "").locate(path))
        .isInstanceOfSatisfying(
            Location.OnHost.class, place -> assertThat(place.path()).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "/files/sub/x, subPathExpr",
    "/files/empty/x, hostPath mount",
    "/elsewhere, hostPath mount",
    "/filesystem, hostPath mount",
    "/up/x, ..",
    "/files/../x, ..",
    "x, working directory",
  })
  void notKnown(String path, String why) {
    assertThat(new FileLocator(MOUNTS, "").locate(path))
        .isInstanceOfSatisfying(
            Location.Unknown.class, unknown -> assertThat(unknown.why()).contains(why));
  }

  @ParameterizedTest
  @CsvSource({"x, /files, /host/x", "sub/x, /plain, /host/below/sub/x", "x, /, ''"})
  void relativeToAWorkingDirectory(String path, String directory, String expected) {
    Location location = new FileLocator(MOUNTS, directory).locate(path);
    assertThat(location instanceof Location.OnHost place ? place.path() : "").isEqualTo(expected);
  }
}
