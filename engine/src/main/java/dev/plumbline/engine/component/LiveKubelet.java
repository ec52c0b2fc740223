package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.evidence.ReferencedFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A kubelet's configuration in force as it answers at {@code /configz}. It needs no table of
 * defaults: a field that is not in the answer is unknown, whatever the release's default is, unless
 * the answer's encoding leaves it out for one value alone.
 */
final class LiveKubelet {

  /**
   * Fields without a pointer, which the encoder leaves out when they have this value. {@code
   * authorization.mode} is one, too, and is never empty in a kubelet that runs.
   *
   * @see <a
   *     href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/kubelet/config/v1beta1/types.go">
   *     the fields' types</a>
   */
  private static final Map<String, Object> LEFT_OUT =
      new TreeMap<>(
          Map.of(
              "authentication.x509.clientCAFile",
              "",
              "protectKernelDefaults",
              false,
              "readOnlyPort",
              0L,
              "rotateCertificates",
              false,
              "serverTLSBootstrap",
              false,
              "staticPodPath",
              "",
              "tlsCertFile",
              "",
              "tlsCipherSuites",
              List.of(),
              "tlsMinVersion",
              "",
              "tlsPrivateKeyFile",
              ""));

  private static final String CERTIFICATE = "tlsCertFile";
  private static final String KEY = "tlsPrivateKeyFile";

  private LiveKubelet() {}

  static void describe(ParsedComponent component) throws ComponentStop {
    EvidenceRef start = ParsedComponent.start(component.component());
    ConfigFields fields = new ConfigFields(component, true);
    fields.nothingKnown(
        field ->
            new Fact.Unknown(
                field + " is not in the answer of the running kubelet", List.of(start)));
    for (ReferencedFile file : component.component().files()) {
      if (file instanceof ReferencedFile.Document answer && file.path().equals(start.file())) {
        fields.merge(answer);
        leftOut(answer, fields);
      }
    }
    certificateOfItsOwn(fields, start);
    fields.describe();
    component
        .facts()
        .rest(
            InputRef.EXPLICIT,
            input ->
                Fact.unknown(
                    "whether " + input.name() + " is set or a default is not in the answer"));
    Kubelet.clientAuthorities(component, fields);
  }

  /** Only an answer that names its type shows how it was encoded. */
  private static void leftOut(ReferencedFile.Document answer, ConfigFields fields) {
    if (answer.apiVersion().isEmpty()) {
      return;
    }
    LEFT_OUT.forEach(
        (field, value) -> {
          if (fields.undetermined(field).isPresent()) {
            EvidenceRef place = new EvidenceRef(answer.hostPath(), 1, field + " is left out");
            fields.explicit(field, value, List.of(place));
          }
        });
  }

  /**
   * A kubelet without a certificate makes one before it answers, and puts its path where it would
   * have been configured.
   *
   * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/cmd/kubelet/app/server.go">
   *     InitializeTLS</a>
   */
  private static void certificateOfItsOwn(ConfigFields fields, EvidenceRef start) {
    String certificate = fields.text(CERTIFICATE);
    String made = "/kubelet.crt";
    if (!certificate.endsWith(made) || fields.is("serverTLSBootstrap", true)) {
      return;
    }
    String directory = certificate.substring(0, certificate.length() - made.length());
    if (fields.text(KEY).equals(directory + "/kubelet.key")) {
      for (String field : List.of(CERTIFICATE, KEY)) {
        fields.unknown(
            field,
            field
                + " of the running kubelet has the value that it takes by itself where none is given",
            List.of(start));
      }
    }
  }
}
