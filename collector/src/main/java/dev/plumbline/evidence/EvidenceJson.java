package dev.plumbline.evidence;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Evidence and receipts as JSON, on one line. Read with strict limits: a node writes what it likes.
 */
public final class EvidenceJson {

  /** Far more than a node with every component has, and far less than logs are cut at. */
  public static final int MAX_BYTES = 1024 * 1024;

  private EvidenceJson() {}

  /** A node's pod only writes. */
  private static final class Reader {
    static final ObjectMapper JSON =
        StrictJson.upTo(MAX_BYTES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();
  }

  public static String write(Evidence evidence) {
    return RecordJson.write(evidence);
  }

  public static String write(EvidenceReceipt receipt) {
    return RecordJson.write(receipt);
  }

  /** Throws when the text isn't a whole evidence document of this version. */
  public static Evidence readEvidence(String json) throws JsonProcessingException {
    return read(json, Evidence.class);
  }

  /** Throws when the text isn't a receipt. */
  public static EvidenceReceipt readReceipt(String json) throws JsonProcessingException {
    return read(json, EvidenceReceipt.class);
  }

  /** Jackson reads JSON's {@code null} as a value; here it is no document. */
  @SuppressWarnings("ConstantValue")
  private static <T> T read(String json, Class<T> type) throws JsonProcessingException {
    T value = Reader.JSON.readValue(json, type);
    if (value == null) {
      throw new JsonParseException(null, "null is no " + type.getSimpleName());
    }
    return value;
  }

  /** A receipt for an evidence, without certificates of a kubelet. */
  public static EvidenceReceipt receipt(String json, String run, String nodeUid) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new EvidenceReceipt(bytes.length, sha256(bytes), run, nodeUid, List.of());
  }

  /** The digest that a receipt has of the bytes of an evidence, in lower-case hex. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JRE has SHA-256", e);
    }
  }
}
