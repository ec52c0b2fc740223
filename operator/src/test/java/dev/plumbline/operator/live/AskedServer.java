package dev.plumbline.operator.live;

import dev.plumbline.evidence.EvidenceJson;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Servers that answer as a test wants, and keep what they were asked. */
final class AskedServer implements AutoCloseable {

  static final String TOKEN = "the-operators-token";

  /** The lines of all requests, each before it was answered. */
  final List<String> received = new CopyOnWriteArrayList<>();

  /** Until the test ends. */
  final CountDownLatch end = new CountDownLatch(1);

  private final List<ServerSocket> servers = new ArrayList<>();

  /** How a request is answered. */
  interface Behaviour {
    /**
     * @param request its first line, and its body where it has one
     */
    void serve(List<String> request, OutputStream out) throws IOException, InterruptedException;
  }

  static Behaviour answer(String head, String body) {
    return (request, out) -> out.write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(AskedServer.class.getResourceAsStream(name));
  }

  static Config config(String authority) throws IOException {
    return new ConfigBuilder(Config.empty())
        .withCaCertData(Base64.getEncoder().encodeToString(resource(authority).readAllBytes()))
        .withOauthToken(TOKEN)
        .build();
  }

  private static KeyStore keys(String certificate) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(resource(certificate), "changeit".toCharArray());
    return keys;
  }

  /** What such a server shows, its own certificate first. */
  static X509Certificate[] chain(String certificate) throws IOException, GeneralSecurityException {
    KeyStore keys = keys(certificate);
    return Stream.of(keys.getCertificateChain(keys.aliases().nextElement()))
        .map(X509Certificate.class::cast)
        .toArray(X509Certificate[]::new);
  }

  /** The digest that a certificate is pinned by. */
  static String pin(X509Certificate certificate) throws GeneralSecurityException {
    return EvidenceJson.sha256(certificate.getEncoded());
  }

  /** The port of a server with a certificate. */
  int serve(String certificate, Behaviour behaviour) throws IOException, GeneralSecurityException {
    return accept(socket(certificate), behaviour);
  }

  /** The port of one that wants a certificate of its clients, too. */
  int serveThoseWithCertificates(String certificate, Behaviour behaviour)
      throws IOException, GeneralSecurityException {
    SSLServerSocket socket = socket(certificate);
    socket.setNeedClientAuth(true);
    return accept(socket, behaviour);
  }

  private static SSLServerSocket socket(String certificate)
      throws IOException, GeneralSecurityException {
    KeyStore keys = keys(certificate);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return (SSLServerSocket)
        context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  /** The port of one without TLS. */
  int servePlain(Behaviour behaviour) throws IOException {
    return accept(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), behaviour);
  }

  /** The port of one that answers whatever is said to it, in any protocol, with the same bytes. */
  int servePlainBytes(byte[] answer) throws IOException {
    return accept(
        new ServerSocket(0, 5, InetAddress.getLoopbackAddress()),
        socket -> {
          socket.getInputStream().read(new byte[1024]);
          socket.getOutputStream().write(answer);
        });
  }

  /** What is written whatever is asked. */
  interface Bytes {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  /** The port of a server that reads the beginning of a handshake, and no more. */
  int serveBytes(Bytes bytes) throws IOException {
    return accept(
        new ServerSocket(0, 5, InetAddress.getLoopbackAddress()),
        socket -> {
          byte[] header = socket.getInputStream().readNBytes(5);
          if (header.length == 5) {
            socket.getInputStream().readNBytes((header[3] & 0xff) << 8 | header[4] & 0xff);
            bytes.write(socket.getOutputStream());
          }
        });
  }

  /** A port that nobody listens at. */
  static int closedPort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    }
  }

  /** How a connection is served. */
  private interface Service {
    void serve(Socket socket) throws IOException, InterruptedException;
  }

  private int accept(ServerSocket server, Behaviour behaviour) {
    return accept(server, socket -> one(socket, behaviour));
  }

  private int accept(ServerSocket server, Service service) {
    servers.add(server);
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  service.serve(socket);
                } catch (IOException | InterruptedException e) {
                  // The client has closed the connection, or the test has ended.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server.getLocalPort();
  }

  private void one(Socket socket, Behaviour behaviour) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    List<String> head = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      received.add(line);
      head.add(line);
    }
    if (head.isEmpty()) {
      return;
    }
    List<String> request = new ArrayList<>(List.of(head.get(0)));
    for (String line : head) {
      if (line.startsWith("Content-Length: ")) {
        char[] body = new char[Integer.parseInt(line.substring(16))];
        for (int read = 0; read < body.length; ) {
          read += Math.max(0, in.read(body, read, body.length - read));
        }
        request.add(new String(body));
      }
    }
    behaviour.serve(request, socket.getOutputStream());
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    for (ServerSocket server : servers) {
      server.close();
    }
  }
}
