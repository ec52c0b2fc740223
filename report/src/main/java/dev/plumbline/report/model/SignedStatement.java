package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DSSE envelope, version 1.0.2, as its JSON has it. What it holds is to be believed only once
 * {@code dev.plumbline.report.signature.Dsse} has verified it.
 *
 * @param payloadType how the payload is to be read; signed with it
 * @param payload Base64 of the bytes that are signed
 * @param signatures each over the same bytes
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SignedStatement(
    @JsonPropertyDescription("application/vnd.in-toto+json.") String payloadType,
    @JsonPropertyDescription("The statement: Base64 of JSON.") String payload,
    @JsonPropertyDescription("The signatures, over the payload and its type.")
        List<Signature> signatures) {

  /** What JSON leaves out is the same as empty. */
  @SuppressWarnings("ConstantValue")
  public SignedStatement {
    payloadType = payloadType == null ? "" : payloadType;
    payload = payload == null ? "" : payload;
    signatures =
        signatures == null
            ? List.of()
            : signatures.stream().filter(signature -> signature != null).toList();
  }

  /**
   * One signature.
   *
   * @param keyid a hint which key to try, which nothing proves
   * @param sig Base64 of the signature
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Signature(
      @Nullable
          @JsonPropertyDescription(
              "Which key has signed: sha256: and the digest of its public key in DER.")
          String keyid,
      @JsonPropertyDescription("Base64.") String sig) {

    @SuppressWarnings("ConstantValue")
    public Signature {
      sig = sig == null ? "" : sig;
    }
  }
}
