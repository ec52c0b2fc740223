package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.settings.ConfigSchema;
import java.util.List;
import java.util.Map;

/**
 * A file that an argument of the API server names, by itself. What it holds is known, and nothing
 * of the arguments: whether an API server reads it is decided elsewhere.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/">the kinds</a>
 */
record ApiServerFile(String kind, List<String> versions, ConfigSchema schema) implements Format {

  private static final String GROUP = "apiserver.config.k8s.io/";

  /** The kinds of file that controls read. */
  static final List<ApiServerFile> ALL =
      List.of(
          new ApiServerFile("EncryptionConfiguration", List.of(GROUP), ConfigSchema.ENCRYPTION),
          // Until 1.12, and still accepted.
          new ApiServerFile("EncryptionConfig", List.of("v1"), ConfigSchema.ENCRYPTION),
          new ApiServerFile("Policy", List.of("audit.k8s.io/"), ConfigSchema.AUDIT_POLICY),
          new ApiServerFile(
              "AdmissionConfiguration",
              List.of(GROUP, "apiserver.k8s.io/"),
              ConfigSchema.ADMISSION));

  @Override
  public boolean recognizes(Tree.Mapping document) {
    return versions.stream().anyMatch(version -> Format.is(document, kind, version));
  }

  @Override
  public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
    if (!SynthesizedTree.hasPodSecurityElsewhere(Format.list(document, "plugins"))) {
      into.file("kube-apiserver", document, schema);
    }
  }

  /** The authenticators. */
  static final class Authenticators implements Format {

    @Override
    public boolean recognizes(Tree.Mapping document) {
      return Format.is(document, "AuthenticationConfiguration", GROUP);
    }

    @Override
    public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
      into.authentication(document);
    }
  }

  /** The authorizers: no argument about them can stand beside the file. */
  static final class Authorizers implements Format {

    @Override
    public boolean recognizes(Tree.Mapping document) {
      return Format.is(document, "AuthorizationConfiguration", GROUP);
    }

    @Override
    public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
      into.authorizers(document);
    }
  }

  /** The defaults of Pod Security, which an AdmissionConfiguration names by their path or holds. */
  static final class PodSecurity implements Format {

    @Override
    public boolean recognizes(Tree.Mapping document) {
      return Format.is(
          document, "PodSecurityConfiguration", "pod-security.admission.config.k8s.io/");
    }

    @Override
    public void read(Tree.Mapping document, ComponentSink into) throws InvalidDocumentException {
      Map<String, Tree> plugin =
          Map.of("name", SynthesizedTree.text("PodSecurity", document), "configuration", document);
      into.file(
          "kube-apiserver",
          SynthesizedTree.admission(List.of(new Tree.Mapping(plugin, document.span())), document),
          ConfigSchema.ADMISSION);
    }
  }
}
