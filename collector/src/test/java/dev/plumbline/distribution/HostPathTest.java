package dev.plumbline.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HostPathTest {

  @Test
  void aPathAloneIsADirectoryAndAFileSaysSo() {
    assertThat(HostPath.of("/etc")).isEqualTo(HostPath.directory("/etc"));
    assertThat(HostPath.of(Map.of("file", "/a/b")))
        .isEqualTo(new HostPath("/a/b", HostPath.Type.FILE));
    assertThat(HostPath.of(Map.of("unchecked", "/system")))
        .isEqualTo(new HostPath("/system", HostPath.Type.UNCHECKED));
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> HostPath.of(7)).hasMessageContaining("{file: PATH}");
    assertThatThrownBy(() -> HostPath.of(Map.of("socket", "/a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDirectoryCoversWhatIsBelowItAndAFileNothingElse() {
    assertThat(HostPath.directory("/etc").covers("/etc/kubernetes")).isTrue();
    assertThat(HostPath.directory("/etc").covers("/etcd")).isFalse();
    HostPath file = new HostPath("/a", HostPath.Type.FILE);
    assertThat(file.covers("/a")).isTrue();
    assertThat(file.covers("/a/b")).isFalse();
  }
}
