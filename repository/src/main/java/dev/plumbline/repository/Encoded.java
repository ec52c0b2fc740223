package dev.plumbline.repository;

import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.collector.manifest.Manifests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Texts that stand in a file in another form: base64, gzip and data URLs, each limited in size. */
final class Encoded {

  private static final Pattern DATA_URL =
      Pattern.compile("data:[^,]*?(?<base64>;base64)?,(?<data>.*)", Pattern.DOTALL);

  private Encoded() {}

  /**
   * A text in an encoding of cloud-init, such as {@code gz+b64}; plain without one.
   *
   * @throws InvalidDocumentException when it is not in this encoding, or decodes to too much
   */
  static String decode(String text, String encoding, Tree at, ComponentSink into)
      throws InvalidDocumentException {
    String steps = encoding.toLowerCase(Locale.ROOT);
    if (steps.isEmpty() || steps.equals("text/plain")) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (!steps.matches("(gz|gzip)|(b64|base64)|(gz|gzip)\\+(b64|base64)")) {
      throw refused(at, "has the encoding \"" + encoding + "\", which is not read");
    }
    if (steps.matches(".*(b64|base64)")) {
      bytes = base64(text, at);
    }
    return text(steps.startsWith("gz") ? gunzip(bytes, at) : bytes, at, into);
  }

  /**
   * The text of a data URL (RFC 2397), compressed or not.
   *
   * @throws InvalidDocumentException when it is none, or decodes to too much
   */
  static String ofDataUrl(String url, boolean compressed, Tree at, ComponentSink into)
      throws InvalidDocumentException {
    Matcher parts = DATA_URL.matcher(url);
    if (!parts.matches()) {
      throw refused(at, "has its content elsewhere, where it is not read");
    }
    byte[] bytes;
    try {
      // A plus stands for itself in a URL's data.
      String decoded =
          URLDecoder.decode(parts.group("data").replace("+", "%2B"), StandardCharsets.ISO_8859_1);
      bytes =
          parts.group("base64") == null
              ? decoded.getBytes(StandardCharsets.ISO_8859_1)
              : base64(decoded, at);
    } catch (IllegalArgumentException e) {
      throw refused(at, "has a data URL that is not valid");
    }
    return text(compressed ? gunzip(bytes, at) : bytes, at, into);
  }

  /** A text in the encoding of MIME for lines with few characters that are not ASCII (RFC 2045). */
  static String ofQuotedPrintable(String text, Tree at, ComponentSink into)
      throws InvalidDocumentException {
    byte[] in = text.replaceAll("=[ \\t]*\n", "").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < in.length; i++) {
      int high = in[i] == '=' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
      if (in[i] == '=' && low < 0) {
        throw refused(at, "has content that is not the quoted-printable that it should be");
      }
      out.write(low < 0 ? in[i] : high * 16 + low);
      i += low < 0 ? 0 : 2;
    }
    return text(out.toByteArray(), at, into);
  }

  private static byte[] base64(String text, Tree at) throws InvalidDocumentException {
    try {
      return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw refused(at, "has content that is not the base64 that it should be");
    }
  }

  /** A few bytes may unpack to gigabytes. */
  private static byte[] gunzip(byte[] bytes, Tree at) throws InvalidDocumentException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] unpacked = in.readNBytes(Manifests.MAX_BYTES + 1);
      if (unpacked.length > Manifests.MAX_BYTES) {
        throw refused(at, "unpacks to more than " + Manifests.MAX_BYTES + " bytes");
      }
      return unpacked;
    } catch (IOException e) {
      throw refused(at, "has content that is not the gzip that it should be");
    }
  }

  private static String text(byte[] bytes, Tree at, ComponentSink into)
      throws InvalidDocumentException {
    into.decoded(bytes.length, at);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused(at, "has content that is no text");
    }
  }

  private static InvalidDocumentException refused(Tree at, String why) {
    return new InvalidDocumentException(at.span().line(), why);
  }
}
