package dev.plumbline.operator.live;

import dev.plumbline.evidence.ProbeAnswers.Alert;
import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Handshake;
import dev.plumbline.evidence.TlsProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/**
 * What a server answers to a {@link ClientHello}: its choice, which a request for another key names
 * in the same message, or an alert. Nothing after it is read.
 */
final class ServerHello {

  private static final int ALERT = 21;
  private static final int FATAL = 2;
  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int SUPPORTED_VERSIONS = 43;

  /** A record's header, and that of the message in it. */
  private static final int HEADER = 5;

  private static final int MESSAGE_HEADER = 4;
  private static final int RANDOM = 32;

  /** Far more than one has. */
  private static final int MAX_BYTES = 1024;

  private ServerHello() {}

  /**
   * Reads it.
   *
   * @throws HttpAnswer.Malformed when it is neither, or chooses what was not offered
   */
  static Answer read(InputStream in, ClientHello offer, HttpAnswer.Deadline deadline)
      throws IOException {
    ByteBuffer header = bytes(in, HEADER, deadline);
    int type = header.get();
    boolean tls = header.get() == 3 && header.get() <= 4;
    int length = header.getShort() & 0xffff;
    if (tls && type == ALERT && length == 2) {
      ByteBuffer alert = bytes(in, length, deadline);
      if (alert.get() == FATAL) {
        return new Alert(offer.newest(), alert.get() & 0xff);
      }
    } else if (tls && type == HANDSHAKE && length > MESSAGE_HEADER) {
      int message = bytes(in, MESSAGE_HEADER, deadline).getInt();
      int size = message & 0xffffff;
      if (message >>> 24 == SERVER_HELLO && size <= Math.min(MAX_BYTES, length - MESSAGE_HEADER)) {
        return choice(bytes(in, size, deadline), offer);
      }
    }
    throw new HttpAnswer.Malformed("answered with something else than TLS");
  }

  private static Handshake choice(ByteBuffer hello, ClientHello offer) throws HttpAnswer.Malformed {
    try {
      int version = hello.getShort();
      hello.position(hello.position() + RANDOM);
      skip(hello, hello.get() & 0xff);
      int suite = hello.getShort() & 0xffff;
      // How the server compresses.
      hello.get();
      TlsProtocol protocol = protocol(versionOf(hello, version), offer);
      return new Handshake(
          protocol,
          CipherSuite.of(suite, offer.suites()).orElseThrow(ServerHello::notOffered).name());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new HttpAnswer.Malformed("answered with something else than TLS");
    }
  }

  /** That of an extension, in TLS 1.3. */
  private static int versionOf(ByteBuffer hello, int version) {
    int chosen = version;
    if (hello.hasRemaining()) {
      hello.getShort();
      while (hello.hasRemaining()) {
        int type = hello.getShort();
        int size = hello.getShort() & 0xffff;
        if (type == SUPPORTED_VERSIONS) {
          chosen = hello.getShort();
        } else {
          skip(hello, size);
        }
      }
    }
    return chosen;
  }

  private static TlsProtocol protocol(int version, ClientHello offer) throws HttpAnswer.Malformed {
    return Stream.of(TlsProtocol.values())
        .filter(protocol -> ClientHello.code(protocol) == version)
        .filter(protocol -> protocol.compareTo(offer.newest()) <= 0)
        .filter(
            protocol -> (protocol == TlsProtocol.TLS13) == (offer.newest() == TlsProtocol.TLS13))
        .findFirst()
        .orElseThrow(ServerHello::notOffered);
  }

  private static HttpAnswer.Malformed notOffered() {
    return new HttpAnswer.Malformed(
        "chose a version of TLS or a cipher suite that was not offered");
  }

  private static void skip(ByteBuffer in, int count) {
    in.position(in.position() + count);
  }

  private static ByteBuffer bytes(InputStream in, int count, HttpAnswer.Deadline deadline)
      throws IOException {
    byte[] all = new byte[count];
    for (int read = 0; read < count; ) {
      deadline.check();
      int more = in.read(all, read, count - read);
      if (more < 0) {
        throw new HttpAnswer.Malformed("closed the connection without an answer");
      }
      read += more;
    }
    return ByteBuffer.wrap(all);
  }
}
