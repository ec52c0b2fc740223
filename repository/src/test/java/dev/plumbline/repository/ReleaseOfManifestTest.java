package dev.plumbline.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which release a static pod is taken to be, and what that makes of defaults. */
class ReleaseOfManifestTest {

  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Engine ENGINE = new Engine(CATALOGUE.controls());

  private static final String AUDIT_LOG_MAXAGE = "apiserver-audit-log-maxage";

  private static Finding finding(String image, ReleaseHints hints) {
    String manifest =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: "%s"
            command: [kube-apiserver, --authorization-mode=Node, --audit-log-path=/var/log/audit]
        """
            .formatted(image);
    Map<Control, Finding> findings =
        ENGINE.evaluate(
            ((FileOutcome.Relevant)
                    new RepositoryReader(Duration.ofSeconds(20))
                        .readText("kube-apiserver.yaml", manifest))
                .evidence(),
            hints);
    return Objects.requireNonNull(findings.get(CATALOGUE.named(AUDIT_LOG_MAXAGE).orElseThrow()));
  }

  // The default is 366 since 1.36, and was 0 before.
  @ParameterizedTest
  @CsvSource({
    "registry.k8s.io/kube-apiserver:v1.36.3, Pass",
    "registry.k8s.io/kube-apiserver:v1.34.1, Fail",
    "reg-1.36.corp:5000/kube-apiserver:v1.34.1, Fail",
    "reg.corp/kube-apiserver:v1.35.0@sha256:0123456789abcdef, Fail",
    "reg.corp/kube-apiserver@sha256:0123456789abcdef, Error",
    "reg.corp/kube-apiserver:stable, Error",
    "reg.corp/kube-apiserver:latest, Error",
    "quay.io/openshift/ocp-v4.0-art-dev@sha256:0123456789abcdef, Error",
    "reg.corp:5000/kube-apiserver, Error",
    "'${kube_apiserver_image}', Error",
  })
  void theImagesTagGivesTheRelease(String image, Status expected) {
    Finding finding = finding(image, ReleaseHints.none());
    assertThat(finding.status()).as(finding.message()).isEqualTo(expected);
    if (expected == Status.Error) {
      assertThat(finding.message()).contains("--kubernetes-version").contains("v1.29");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kube-apiserver@sha256:0123", "kube-apiserver:latest", "${image}"})
  void aRequestedVersionIsTakenWhereNothingGivesTheRelease(String image) {
    Finding older = finding(image, ReleaseHints.requested("v1.34.1"));
    assertThat(older.status()).as(older.message()).isEqualTo(Status.Fail);
    Finding newer = finding(image, ReleaseHints.requested("v1.36.3"));
    assertThat(newer.status()).as(newer.message()).isEqualTo(Status.Pass);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kube-apiserver@sha256:0123", "kube-apiserver:latest"})
  void theKubeletsVersionCountsMoreThanARequestedOne(String image) {
    Finding finding = finding(image, new ReleaseHints("v1.34.1", "v1.36.3", ""));
    assertThat(finding.status()).as(finding.message()).isEqualTo(Status.Fail);
  }
}
