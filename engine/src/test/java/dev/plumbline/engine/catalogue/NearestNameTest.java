package dev.plumbline.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  private static final List<String> KNOWN =
      List.of("cis-1.11", "cis-1.12", "cis-2.0", "k3s-cis-1.8", "stig-kubernetes-v2r6");

  @ParameterizedTest
  @CsvSource({
    "cis-20, cis-2.0",
    "CIS-2.0, cis-2.0",
    "csi-2.0, cis-2.0",
    "stig, stig-kubernetes-v2r6",
    "stig-kubernetes-v2r5, stig-kubernetes-v2r6",
    "k3s-cis-1.7, k3s-cis-1.8",
    "cis, cis-2.0"
  })
  void mistypedNameHasANearestOne(String asked, String nearest) {
    assertThat(NearestName.to(asked, KNOWN)).contains(nearest);
  }

  @Test
  void nameThatIsLikeNoneHasNone() {
    for (String asked : List.of("", "x", "openshift", "a-benchmark-of-my-own")) {
      assertThat(NearestName.to(asked, KNOWN)).as(asked).isEqualTo(Optional.empty());
    }
  }
}
