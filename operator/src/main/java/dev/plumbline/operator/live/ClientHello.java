package dev.plumbline.operator.live;

import dev.plumbline.evidence.TlsProtocol;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The beginning of a TLS handshake that is not continued: what a client offers, and no key of its
 * own. A server of TLS 1.3 answers it with a request for one, which names version and suite.
 *
 * @param newest the only protocol for TLS 1.3; otherwise the server may choose an earlier one
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2">RFC 8446, section 4.1.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.2">RFC 5246, section
 *     7.4.1.2</a>
 */
record ClientHello(TlsProtocol newest, List<CipherSuite> suites) {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final int MAX_BYTES = 512;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;

  private static final int SUPPORTED_GROUPS = 10;
  private static final int POINT_FORMATS = 11;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int KEY_SHARE = 51;

  /** X25519, P-256, P-384 and P-521: those of Go. */
  private static final int[] GROUPS = {0x001d, 0x0017, 0x0018, 0x0019};

  /** For a certificate with whatever key: ECDSA, Ed25519, RSA-PSS, RSA; SHA-1 among them. */
  private static final int[] SIGNATURES = {
    0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201
  };

  ClientHello {
    suites = List.copyOf(suites);
  }

  /** The number that stands for a protocol. */
  static int code(TlsProtocol protocol) {
    return switch (protocol) {
      case TLS10 -> 0x0301;
      case TLS11 -> 0x0302;
      case TLS12 -> 0x0303;
      case TLS13 -> 0x0304;
    };
  }

  /** The whole record. */
  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    out.put((byte) HANDSHAKE).putShort((short) code(TlsProtocol.TLS10));
    sized(
        out,
        2,
        () -> {
          out.put((byte) CLIENT_HELLO);
          sized(out, 3, () -> hello(out));
        });
    byte[] all = new byte[out.position()];
    out.flip().get(all);
    return all;
  }

  private void hello(ByteBuffer out) {
    boolean tls13 = newest == TlsProtocol.TLS13;
    out.putShort((short) code(tls13 ? TlsProtocol.TLS12 : newest));
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    // No session to resume; afterwards, of the ways to compress, none.
    out.put(random).put((byte) 0);
    sized(out, 2, () -> suites.forEach(suite -> out.putShort((short) suite.code())));
    out.put((byte) 1).put((byte) 0);
    sized(
        out,
        2,
        () -> {
          extension(out, SUPPORTED_GROUPS, () -> sized(out, 2, () -> shorts(out, GROUPS)));
          extension(out, POINT_FORMATS, () -> sized(out, 1, () -> out.put((byte) 0)));
          extension(out, SIGNATURE_ALGORITHMS, () -> sized(out, 2, () -> shorts(out, SIGNATURES)));
          if (tls13) {
            extension(
                out,
                SUPPORTED_VERSIONS,
                () -> sized(out, 1, () -> out.putShort((short) code(TlsProtocol.TLS13))));
            extension(out, KEY_SHARE, () -> sized(out, 2, () -> {}));
          }
        });
  }

  private static void extension(ByteBuffer out, int type, Runnable content) {
    out.putShort((short) type);
    sized(out, 2, content);
  }

  private static void shorts(ByteBuffer out, int[] numbers) {
    IntStream.of(numbers).forEach(number -> out.putShort((short) number));
  }

  /**
   * Writes what is preceded by its size in bytes.
   *
   * @param width of the size, in bytes
   */
  private static void sized(ByteBuffer out, int width, Runnable content) {
    int at = out.position();
    out.position(at + width);
    content.run();
    int size = out.position() - at - width;
    for (int i = 0; i < width; i++) {
      out.put(at + i, (byte) (size >> 8 * (width - 1 - i)));
    }
  }
}
