package dev.plumbline.evidence;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What a component answered to the questions of one probe.
 *
 * @param place where it was asked
 * @param answers in the order of the questions
 */
public record ProbeAnswers(Probe probe, SourceLocation place, List<Answered> answers) {

  public ProbeAnswers {
    answers = List.copyOf(answers);
  }

  /**
   * A question and its answer.
   *
   * @param question for people, such as {@code GET /healthz}
   */
  public record Answered(String question, Answer answer) {}

  /** An answer, without anything of what it held. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = RecordJson.KIND)
  @JsonSubTypes({
    @JsonSubTypes.Type(Status.class),
    @JsonSubTypes.Type(Decision.class),
    @JsonSubTypes.Type(Admission.class),
    @JsonSubTypes.Type(PodsOfNamespace.class),
    @JsonSubTypes.Type(Handshake.class),
    @JsonSubTypes.Type(Alert.class),
    @JsonSubTypes.Type(None.class)
  })
  public sealed interface Answer {}

  /**
   * The status of an HTTP answer.
   *
   * @param code 100 to 599
   */
  public record Status(int code) implements Answer {}

  /** What the authorizers of an API server decided. */
  public record Decision(boolean allowed) implements Answer {}

  /** What admission made of an object that was not stored. */
  public record Admission(Admitted admitted) implements Answer {}

  /** What became of what the question is about. */
  public enum Admitted {
    /** The object was admitted with it. */
    With,
    /** The object was admitted, and admission took it away. */
    Without,
    /** The object was refused. */
    Refused
  }

  /**
   * Which pods are admitted in a namespace that admits one without any of the properties. What is
   * in neither list could not be determined.
   *
   * @param admitted in the order of {@link PodProperty}, each once
   * @param refused likewise: pods with it were refused, or admission took it away
   */
  public record PodsOfNamespace(
      String namespace, List<PodProperty> admitted, List<PodProperty> refused) implements Answer {
    public PodsOfNamespace {
      admitted = List.copyOf(admitted);
      refused = List.copyOf(refused);
    }
  }

  /**
   * What a server chose of what a TLS handshake offered.
   *
   * @param suite the cipher suite's name in IANA's registry
   */
  public record Handshake(TlsProtocol protocol, String suite) implements Answer {}

  /**
   * A server's refusal of a TLS handshake.
   *
   * @param offered the newest protocol that was offered
   * @param code the alert's description, 0 to 255, such as 70 for {@code protocol_version}
   */
  public record Alert(TlsProtocol offered, int code) implements Answer {}

  /**
   * No answer, which proves nothing.
   *
   * @param why continues the place
   */
  public record None(String why) implements Answer {}
}
