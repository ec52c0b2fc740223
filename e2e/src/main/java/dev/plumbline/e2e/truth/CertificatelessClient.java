package dev.plumbline.e2e.truth;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;

/** Asks an etcd that we started ourselves, as somebody who has no certificate. */
final class CertificatelessClient {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final String REQUEST = "GET /version HTTP/1.0\r\nHost: etcd\r\n\r\n";

  /** Any version of HTTP, and the status. */
  private static final String ANSWER = "HTTP/1\\.[01] 200(?s:.*)";

  private CertificatelessClient() {}

  /**
   * Whether a request is answered with 200. At {@code unix} and {@code unixs} it is sent without
   * TLS, since what listens there without it is what matters.
   *
   * @param folder where etcd has the sockets of such URLs, which it names by host and port
   */
  static boolean isAnswered(String url, Path folder) {
    URI uri = URI.create(url);
    try {
      return (uri.getScheme().startsWith("unix")
              ? overSocket(folder.resolve(uri.getAuthority()))
              : overNetwork(uri))
          .matches(ANSWER);
    } catch (SocketTimeoutException e) {
      throw new IllegalStateException(url + " neither answers nor refuses", e);
    } catch (IOException e) {
      // A refusal: the connection is closed, or an alert ends it.
      return false;
    }
  }

  private static String overNetwork(URI uri) throws IOException {
    try (Socket plain = new Socket()) {
      plain.setSoTimeout(PATIENCE_MILLIS);
      plain.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MILLIS);
      if (uri.getScheme().equals("http")) {
        return asked(plain);
      }
      try (SSLSocket secured =
          (SSLSocket)
              InsecureClient.context()
                  .getSocketFactory()
                  .createSocket(plain, uri.getHost(), uri.getPort(), true)) {
        return asked(secured);
      }
    }
  }

  private static String asked(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String overSocket(Path path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(4_096);
      while (channel.read(answer) > 0) {
        // Until it closes the connection, as HTTP/1.0 has it, or has said enough.
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }
  }
}
