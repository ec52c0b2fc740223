package dev.plumbline.live;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The bytes of an answer as text. */
final class AnswerText {

  private AnswerText() {}

  /** Takes all of them or none. */
  static String of(byte[] body, int maxBytes) throws InvalidAnswer {
    if (body.length > maxBytes) {
      throw new InvalidAnswer("answered with more than " + maxBytes + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidAnswer("answered with bytes that are not UTF-8");
    }
  }

  /** Of a header Content-Type what comes before its parameters. */
  static String type(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
