package dev.plumbline.engine.flags;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values of maps, of which pflag's name for the type does not say what is between key and value;
 * see component-base/cli/flag/map_string_string.go and langle_separated_map_string_string.go.
 */
class MapValuesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "memory=1Gi",
        "memory=1Gi,cpu=100m",
        "memory.available<100Mi",
        "memory.available<100Mi,nodefs.available<10%,pid.available<2000",
        "memory.available<100Mi,",
        "a=b<c",
        "v1",
        "node-role.kubernetes.io/edge",
        "memory:1Gi"
      })
  void mapsOfAnySeparatorAndKeysAloneAreAccepted(String value) {
    assertThat(GoValue.complaint("mapStringString", value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "memory,cpu", "memory:1Gi"})
  void pairsWithoutASeparatorAreRefused(String value) {
    assertThat(GoValue.complaint("stringToString", value)).isPresent();
  }
}
