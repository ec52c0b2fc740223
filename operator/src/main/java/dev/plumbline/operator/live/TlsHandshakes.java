package dev.plumbline.operator.live;

import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Handshake;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.TlsProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Begins handshakes with a server, and continues none: nothing that is sent or read is secret, and
 * the server is not known by it. The JDK's own TLS begins none with what it deems too weak.
 *
 * @param each for one handshake
 * @param together for all of them
 */
record TlsHandshakes(Duration each, Duration together) {

  /** A server answers within milliseconds, in some fifteen handshakes at most. */
  static final TlsHandshakes BOUNDED =
      new TlsHandshakes(Duration.ofSeconds(2), Duration.ofSeconds(5));

  /**
   * Asks for each protocol. Of TLS 1.2 every suite that the server chooses is left out of the next
   * offer, until it chooses none; a server that does not answer in time is asked no more.
   *
   * @param address an IP address
   */
  List<Answered> ask(String address, int port) {
    long end = System.nanoTime() + together.toNanos();
    List<Answered> all = new ArrayList<>();
    try {
      for (TlsProtocol protocol : TlsProtocol.values()) {
        List<CipherSuite> offered = new ArrayList<>(CipherSuite.of(protocol));
        String question = "handshake with " + protocol.title();
        do {
          Answer answer = begin(new ClientHello(protocol, offered), address, port, end);
          all.add(new Answered(question, answer));
          if (!(answer instanceof Handshake chosen) || protocol != TlsProtocol.TLS12) {
            break;
          }
          offered.remove(CipherSuite.valueOf(chosen.suite()));
          question = "handshake with " + protocol.title() + " without the suites before";
        } while (!offered.isEmpty());
      }
    } catch (SocketTimeoutException e) {
      all.add(
          new Answered(
              "handshake with TLS", new None("did not answer within " + each.toMillis() + " ms")));
    }
    return all;
  }

  private Answer begin(ClientHello offer, String address, int port, long end)
      throws SocketTimeoutException {
    long until = Math.min(end, System.nanoTime() + each.toNanos());
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getByName(address), port), HttpExchange.left(until));
      socket.getOutputStream().write(offer.bytes());
      return ServerHello.read(
          socket.getInputStream(), offer, () -> socket.setSoTimeout(HttpExchange.left(until)));
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (HttpAnswer.Malformed e) {
      return new None(Objects.toString(e.getMessage()));
    } catch (IOException e) {
      return new None(HttpExchange.notReached(e));
    }
  }
}
