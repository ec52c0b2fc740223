package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.component.Components;
import dev.plumbline.engine.component.EffectiveConfig;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Argument;
import dev.plumbline.evidence.Component;
import dev.plumbline.evidence.Excerpt;
import dev.plumbline.evidence.ReferencedFile;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Visibility;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What a kubelet with an empty configuration file answers at {@code /configz} is read as the
 * release's defaults: {@code truth/configz} has the answer of a real one.
 */
class ConfigzTruthTest {

  private static final String VERSION = KubeletTruth.VERSION;
  private static final String FILE = "/var/lib/kubelet/config.yaml";

  /** What a kubelet answers about, of what controls ask for. */
  private static final Set<String> ANSWERED =
      Set.of(
          "authentication.anonymous.enabled",
          "authentication.webhook.enabled",
          "authentication.x509.clientCAFile",
          "authorization.mode",
          "eventRecordQPS",
          "makeIPTablesUtilChains",
          "podPidsLimit",
          "protectKernelDefaults",
          "readOnlyPort",
          "rotateCertificates",
          "seccompDefault",
          "serverTLSBootstrap",
          "staticPodPath",
          "streamingConnectionIdleTimeout",
          "tlsCipherSuites",
          "tlsMinVersion");

  /** What a kubelet has put there by the time that it answers. */
  private static final Set<String> MADE_BY_ITSELF = Set.of("tlsCertFile", "tlsPrivateKeyFile");

  private static Facts facts(Component component) {
    EffectiveConfig config = Components.resolve(component, new Release.Known(VERSION, "the test"));
    assertThat(config).isInstanceOf(EffectiveConfig.Resolved.class);
    return ((EffectiveConfig.Resolved) config).facts();
  }

  private static Facts answered() throws IOException {
    return facts(KubeletTruth.read().named("an empty file").live().orElseThrow().component());
  }

  private static Facts byDefault() {
    SourceLocation place = SourceLocation.line("/proc/7/cmdline", 1);
    return facts(
        new Component(
            "kubelet",
            Component.Source.PROCESS,
            place,
            "",
            List.of(Argument.known("--config=" + FILE, place)),
            List.of(),
            Visibility.OBSERVED,
            Map.of(),
            List.of(
                new ReferencedFile.Document(
                    FILE,
                    FILE,
                    "kubelet.config.k8s.io/v1beta1",
                    "KubeletConfiguration",
                    List.of(),
                    Excerpt.none())),
            Excerpt.none()));
  }

  @Test
  void everyFieldThatControlsAskForIsReadAsItsDefault() throws IOException {
    Facts live = answered();
    Facts defaults = byDefault();
    for (String field : ANSWERED) {
      InputRef input = InputRef.config(field);
      assertThat(live.of(input)).as(field).isInstanceOf(Fact.Explicit.class);
      assertThat(live.value(input).orElseThrow())
          .as(field)
          .isEqualTo(defaults.value(input).orElseGet(() -> zero(field)));
    }
  }

  /** A field that is not among the defaults is empty. */
  private static Object zero(String field) {
    return field.equals("tlsCipherSuites") ? List.of() : "";
  }

  @Test
  void theCertificateThatItHasSignedItselfIsNotConfigured() throws IOException {
    Facts live = answered();
    for (String field : MADE_BY_ITSELF) {
      assertThat(live.of(InputRef.config(field)).isUndetermined()).as(field).isTrue();
    }
  }

  /** No field is known by anything but the answer. */
  @Test
  void everyOtherFieldIsUnknown() throws IOException {
    Facts live = answered();
    Set<String> known = new TreeSet<>();
    byDefault().listed().keySet().stream()
        .filter(input -> input.isOf(InputRef.CONFIG) && !live.of(input).isUndetermined())
        .forEach(input -> known.add(input.name()));
    known.removeAll(ANSWERED);
    assertThat(known).isSubsetOf("enableDebuggingHandlers", "failSwapOn", "maxPods");
  }
}
