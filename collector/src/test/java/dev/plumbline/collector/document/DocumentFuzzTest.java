package dev.plumbline.collector.document;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** No text makes the readers fail in another way than by refusing it. */
class DocumentFuzzTest {

  @FuzzTest(maxDuration = "3m")
  void documents(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      Document.parseAll(text).forEach(Tree::lastValue);
      Document.parse(text);
    } catch (InvalidDocumentException e) {
      if (e.line() < 1 || e.why().isEmpty()) {
        throw new AssertionError("a refusal without a place or a reason", e);
      }
    }
  }
}
