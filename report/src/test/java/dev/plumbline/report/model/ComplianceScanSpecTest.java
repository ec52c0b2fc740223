package dev.plumbline.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.evidence.Probe;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComplianceScanSpecTest {

  private static Set<Probe> asked(String json) throws JsonProcessingException {
    return new ObjectMapper().readValue(json, ComplianceScanSpec.class).asksProbes();
  }

  /** A dry run needs the right to create, which nobody has by default. */
  @Test
  void dryRunsAreAskedOnlyWhereAScanNamesThem() throws JsonProcessingException {
    assertThat(asked("{\"sources\": [\"Node\", \"Probe\"]}"))
        .contains(Probe.Profiling, Probe.KubeletRequests)
        .doesNotContain(Probe.ImagePullAdmission, Probe.ServiceAdmission, Probe.PodAdmission);
    assertThat(asked("{\"sources\": [\"Probe\"], \"probes\": [\"PodAdmission\"]}"))
        .containsExactly(Probe.PodAdmission);
    assertThat(asked("{\"sources\": [\"Node\"]}")).isEmpty();
  }
}
