package dev.plumbline.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON of somebody who writes what he likes: bounded, and with one reading only. */
public final class StrictJson {

  /** Evidence nests less than ten deep. */
  private static final int MAX_DEPTH = 20;

  private StrictJson() {}

  /**
   * A mapper that refuses what is longer, nests deep, has a key twice or goes on behind its end.
   *
   * @param maxLength of a document, in characters
   */
  public static JsonMapper.Builder upTo(int maxLength) {
    return upTo(maxLength, MAX_DEPTH);
  }

  /** The same for what nests deeper. */
  public static JsonMapper.Builder upTo(int maxLength, int maxDepth) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxDocumentLength(maxLength)
                        .maxNumberLength(20)
                        .build())
                .build())
        // Of two values of one key, another reader could take the other.
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }
}
