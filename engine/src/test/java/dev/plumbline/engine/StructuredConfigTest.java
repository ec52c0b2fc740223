package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Releases without a truth table take the API server's files in their own versions too, and of a
 * release that is not known it is not known.
 */
class StructuredConfigTest {

  private static final String AUTHORIZATION = "apiserver-authorization-mode-not-always-allow";
  private static final String ANONYMOUS = "apiserver-anonymous-auth-off";

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "v1.29.6, v1alpha1, '', Error, needs the feature gate StructuredAuthorizationConfiguration",
    "v1.29.6, v1alpha1, StructuredAuthorizationConfiguration=true, Pass, ''",
    "v1.29.6, v1alpha1, AllAlpha=true, Pass, ''",
    "v1.29.6, v1beta1, StructuredAuthorizationConfiguration=true, Error, does not know the version",
    "v1.30.14, v1beta1, '', Pass, ''",
    "v1.30.14, v1beta1, AllBeta=false, Error, needs the feature gate",
    "v1.30.14, v1, '', Error, does not know the version",
    "v1.32.13, v1, '', Pass, ''",
    "v1.37.2, v1alpha1, '', Pass, ''",
    "v1.37.2, v2, '', Error, does not know the version",
    // Of what comes later, only a stable version is known to be there still.
    "v1.99.0, v1, '', Pass, ''",
    "v1.99.0, v1beta1, '', Error, whether this release knows",
    "v1.99.0, v2, '', Error, whether this release knows",
    "v1.28.3, v1beta1, '', Error, Could not be determined",
  })
  void anAuthorizationConfigurationIsOfAVersionThatTheReleaseKnows(
      String release, String version, String gates, Status status, String message)
      throws IOException {
    String file = "kind: AuthorizationConfiguration\nauthorizers: [{type: RBAC, name: rbac}]\n";

    Finding finding =
        evaluate(AUTHORIZATION, release, "authorization-config", version, file, gates);

    assertThat(finding.status()).as(finding.message()).isEqualTo(status);
    assertThat(finding.message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "v1.29.6, v1alpha1, StructuredAuthenticationConfiguration=true, Error, has no field anonymous",
    "v1.30.14, v1beta1, '', Error, has no field anonymous",
    "v1.31.14, v1beta1, '', Error, needs the feature gate AnonymousAuthConfigurableEndpoints",
    "v1.31.14, v1beta1, AnonymousAuthConfigurableEndpoints=true, Pass, ''",
    "v1.32.13, v1beta1, '', Pass, ''",
    "v1.32.13, v1beta1, StructuredAuthenticationConfiguration=false, Error, needs the feature gate",
    "v1.33.13, v1, '', Error, does not know the version",
    "v1.34.4, v1, '', Pass, ''",
    "v1.28.3, v1beta1, '', Error, Could not be determined",
  })
  void anAuthenticationConfigurationHasTheFieldsOfTheRelease(
      String release, String version, String gates, Status status, String message)
      throws IOException {
    String file = "kind: AuthenticationConfiguration\nanonymous: {enabled: false}\n";

    Finding finding = evaluate(ANONYMOUS, release, "authentication-config", version, file, gates);

    assertThat(finding.status()).as(finding.message()).isEqualTo(status);
    assertThat(finding.message()).contains(message);
  }

  private Finding evaluate(
      String control, String release, String flag, String version, String file, String gates)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--" + flag + "=" + HostRoots.FILES + "/config.yaml"));
    Arrays.stream(gates.split(","))
        .filter(gate -> !gate.isEmpty())
        .forEach(gate -> arguments.add("--feature-gates=" + gate));
    return HostRoot.in(temp.resolve("node"))
        .file(
            HostRoots.FILES + "/config.yaml",
            "apiVersion: apiserver.config.k8s.io/" + version + "\n" + file)
        .apiServer("registry.k8s.io/kube-apiserver:" + release, arguments)
        .evaluate(control);
  }
}
