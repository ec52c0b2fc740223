package dev.plumbline.engine.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "a=b<c"
      })
  void mapsOfEitherSeparatorAreAccepted(String value) {
    assertThat(GoValue.complaint("mapStringString", value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "kube-apiserver, --runtime-config=api/v1, true",
    "kubelet, --node-labels=node-role.kubernetes.io/edge, true",
    "kubelet, --system-reserved=cpu, false"
  })
  void aKeyAloneIsTakenByTheFlagsThatDo(String component, String argument, boolean accepted) {
    ParsedFlags parsed =
        FlagParser.parse(GoAnswer.table(component), GoAnswer.arguments(List.of(argument)));
    assertThat(parsed instanceof ParsedFlags.Accepted).isEqualTo(accepted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "memory.available<100Mi,pid.available", "memory:1Gi"})
  void pairsWithoutASeparatorAreRefused(String value) {
    assertThat(GoValue.complaint("mapStringString", value)).isPresent();
  }
}
