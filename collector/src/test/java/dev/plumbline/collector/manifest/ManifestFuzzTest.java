package dev.plumbline.collector.manifest;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.SourceLocation;
import java.util.List;

/** No manifest and no script makes the readers fail in another way than by refusing it. */
class ManifestFuzzTest {

  @FuzzTest(maxDuration = "3m")
  void scripts(FuzzedDataProvider data) {
    Environment environment = new Environment();
    environment.set("A", new Environment.Value.Known(data.consumeString(10)));
    Argument script =
        Argument.known(data.consumeRemainingAsString(), SourceLocation.line("/m.yaml", 1));
    try {
      ShellScript.commands(script, environment, List.of()).forEach(ManifestFuzzTest::check);
    } catch (UnsupportedShellSyntax e) {
      if (String.valueOf(e.getMessage()).isEmpty()) {
        throw new AssertionError("a refusal without a reason", e);
      }
    }
  }

  private static void check(ShellScript.Command command) {
    if (command.words().isEmpty()) {
      throw new AssertionError("a command without a word");
    }
  }

  @FuzzTest(maxDuration = "3m")
  void pods(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      Manifests.ofRepository("/m.yaml", text, Document.parse(text));
    } catch (InvalidDocumentException e) {
      if (e.line() < 1) {
        throw new AssertionError("a refusal without a place", e);
      }
    }
  }
}
