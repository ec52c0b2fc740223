package dev.plumbline.live;

import dev.plumbline.evidence.ReferencedFile;

/**
 * The answer of a kubelet's endpoint {@code /configz}: its configuration as files, drop-ins, flags
 * and defaults make it. Fields that are no pointers are left out where they are empty, false or 0.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/component-base/configz/configz.go">
 *     configz</a>
 */
public sealed interface Configz {

  String PATH = "/configz";

  /** Fifty times what a kubelet answers. */
  int MAX_BYTES = 256 * 1024;

  /**
   * Its configuration.
   *
   * @param configuration the settings that controls ask for, and none that could be a secret or
   *     differs from node to node; its {@code apiVersion} is empty where the release does not
   *     answer with one
   */
  record Answered(ReferencedFile.Document configuration) implements Configz {}

  /**
   * Something else than such an answer.
   *
   * @param why continues the endpoint's URL; quotes nothing of the answer
   */
  record Unreadable(String why) implements Configz {}

  /**
   * Reads an answer, whatever it holds.
   *
   * @param url where it was asked, which is the place of every setting
   * @param contentType the header that came with it; empty when there was none
   */
  static Configz read(String url, String contentType, byte[] body) {
    try {
      String text = AnswerText.of(body, MAX_BYTES);
      return AnswerText.type(contentType).equals("application/json")
          ? new Answered(ConfigzJson.configuration(url, text))
          : new Unreadable("answered with something else than JSON");
    } catch (InvalidAnswer e) {
      return new Unreadable(e.why());
    }
  }
}
