package dev.plumbline.live;

import java.util.Map;
import java.util.Set;

/**
 * The answer of a component's endpoint {@code /flagz}: every flag that it has, with the value in
 * force as pflag prints it, defaults included.
 *
 * <p>Kubernetes 1.36 serves it by default, in {@code config.k8s.io/v1beta1}; 1.35 has v1alpha1, and
 * 1.32 to 1.34 have text alone, all behind the feature gate ComponentFlagz.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/tree/v1.36.3/staging/src/k8s.io/apiserver/pkg/server/flagz">
 *     flagz</a>
 */
public sealed interface Flagz {

  String PATH = "/flagz";

  /** What a kube-apiserver calls itself there: the former up to 1.35, the latter since. */
  Set<String> API_SERVER = Set.of("kube-apiserver", "apiserver");

  /**
   * What to accept, in the order of preference: the newest version that a release has. Each of the
   * releases takes the first that it knows.
   */
  String ACCEPT =
      "application/json;v=v1beta1;g=config.k8s.io;as=Flagz,"
          + "application/json;v=v1alpha1;g=config.k8s.io;as=Flagz,text/plain";

  /** Thirty times what a kube-apiserver answers, since paths and lists of a cluster may be long. */
  int MAX_BYTES = 256 * 1024;

  /**
   * Every flag with its value.
   *
   * @param flags by name, with dashes; what pflag calls {@code CLASSIFIED} is kept as that word
   */
  record Answered(Map<String, String> flags) implements Flagz {
    public Answered {
      flags = Map.copyOf(flags);
    }
  }

  /**
   * Something else than such an answer.
   *
   * @param why continues the endpoint's URL; quotes nothing of the answer
   */
  record Unreadable(String why) implements Flagz {}

  /**
   * Reads an answer, whatever it holds.
   *
   * @param names what the component that was asked may call itself, e.g. {@link #API_SERVER}
   * @param contentType the header that came with it; empty when there was none
   */
  static Flagz read(Set<String> names, String contentType, byte[] body) {
    try {
      String text = AnswerText.of(body, MAX_BYTES);
      return switch (AnswerText.type(contentType)) {
        case "application/json" -> new Answered(FlagzJson.flags(names, text));
        case "text/plain" -> new Answered(FlagzText.flags(names, text));
        default -> new Unreadable("answered with something else than JSON or text");
      };
    } catch (InvalidAnswer e) {
      return new Unreadable(e.why());
    }
  }
}
