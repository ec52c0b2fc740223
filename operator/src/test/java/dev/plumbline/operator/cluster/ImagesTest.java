package dev.plumbline.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which images are the same, whatever they are written like. */
class ImagesTest {

  private static List<Map<String, Object>> of(String... images) {
    return Images.of(
        List.of(
            Map.of(
                "containers",
                Arrays.stream(images).map(image -> Map.of("image", image)).toList())));
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx, ''",
    "nginx:1.29, docker.io/library/nginx, :1.29",
    "library/nginx, docker.io/library/nginx, ''",
    "bitnami/nginx:1, docker.io/bitnami/nginx, :1",
    "registry.k8s.io/pause:3.10, registry.k8s.io/pause, :3.10",
    "localhost:5000/a/b, localhost:5000/a/b, ''",
    "localhost/a:1, localhost/a, :1",
    "host:5000/a:1@sha256:00, host:5000/a, :1@sha256:00",
    "a.example/b@sha256:00, a.example/b, @sha256:00"
  })
  void repositoryAndVersion(String image, String repository, String version) {
    assertThat(of(image))
        .containsExactly(Map.of("repository", repository, "versions", List.of(version)));
  }

  @Test
  void versionsOfARepositoryAreTogether() {
    assertThat(of("nginx:1", "docker.io/library/nginx:2", "nginx:1", "b:1", ""))
        .containsExactly(
            Map.of("repository", "docker.io/library/b", "versions", List.of(":1")),
            Map.of("repository", "docker.io/library/nginx", "versions", List.of(":1", ":2")));
  }
}
