package dev.plumbline.evidence;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;

/** What a node writes is evidence that can be written again, or is refused. */
class EvidenceJsonFuzzTest {

  @FuzzTest(maxDuration = "3m")
  void evidence(FuzzedDataProvider data) throws JsonProcessingException {
    Evidence evidence;
    try {
      evidence = EvidenceJson.readEvidence(data.consumeRemainingAsString());
    } catch (JsonProcessingException e) {
      return;
    }
    if (!EvidenceJson.readEvidence(EvidenceJson.write(evidence)).equals(evidence)) {
      throw new AssertionError("evidence changes by being written");
    }
  }
}
