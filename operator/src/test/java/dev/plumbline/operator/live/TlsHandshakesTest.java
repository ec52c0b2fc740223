package dev.plumbline.operator.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.evidence.ProbeAnswers.Alert;
import dev.plumbline.evidence.ProbeAnswers.Answer;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Handshake;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.TlsProtocol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes are begun and not continued, and whatever is answered is read in bounds. */
class TlsHandshakesTest {

  private static final String SUITE = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

  private static final String RANDOM =
      "abababababababababababababababababababababababababababababababab";

  /** Version, random, no session, suite and compression. */
  private static final String TLS12 = "0303" + RANDOM + "00" + "c02f" + "00";

  private static final String TLS13 =
      "0303" + RANDOM + "00" + "1301" + "00" + "000c" + "002b00020304" + "003300020017";

  private final AskedServer server = new AskedServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** A record with a ServerHello. */
  private static byte[] hello(String body) {
    int size = body.length() / 2;
    return bytes("160303%04x02%06x".formatted(size + 4, size) + body);
  }

  private static Answer read(byte[] answer, TlsProtocol newest) throws IOException {
    return ServerHello.read(
        new ByteArrayInputStream(answer),
        new ClientHello(newest, CipherSuite.of(newest)),
        () -> {});
  }

  private List<Answered> ask(int port) {
    return new TlsHandshakes(Duration.ofMillis(500), Duration.ofSeconds(2)).ask("127.0.0.1", port);
  }

  /** The JDK's server accepts no TLS before 1.2; its certificate is for ECDSA. */
  @Test
  void aServersChoicesAreAskedForUntilThereAreNoMore() throws Exception {
    int port = server.serve("api-server.p12", AskedServer.answer("HTTP/1.0 200 OK", ""));
    List<Answered> all = TlsHandshakes.BOUNDED.ask("127.0.0.1", port);
    assertThat(all)
        .startsWith(
            new Answered("handshake with TLS 1.0", new Alert(TlsProtocol.TLS10, 70)),
            new Answered("handshake with TLS 1.1", new Alert(TlsProtocol.TLS11, 70)));
    List<Answer> tls12 =
        all.stream().filter(one -> one.question().contains("1.2")).map(Answered::answer).toList();
    assertThat(tls12).doesNotHaveDuplicates().hasSizeGreaterThan(3);
    assertThat(tls12.get(tls12.size() - 1)).isEqualTo(new Alert(TlsProtocol.TLS12, 40));
    assertThat(tls12.subList(0, tls12.size() - 1))
        .allSatisfy(
            answer -> assertThat(((Handshake) answer).protocol()).isEqualTo(TlsProtocol.TLS12))
        .anySatisfy(answer -> assertThat(((Handshake) answer).suite()).contains("_GCM_"))
        .anySatisfy(answer -> assertThat(((Handshake) answer).suite()).contains("_CBC_"));
    assertThat(all.get(all.size() - 1))
        .satisfies(
            last -> {
              assertThat(last.question()).isEqualTo("handshake with TLS 1.3");
              assertThat(((Handshake) last.answer()).protocol()).isEqualTo(TlsProtocol.TLS13);
            });
    assertThat(server.received).as("of requests").isEmpty();
  }

  @Test
  void aChoiceIsReadFromTheHello() throws IOException {
    assertThat(read(hello(TLS12), TlsProtocol.TLS12))
        .isEqualTo(new Handshake(TlsProtocol.TLS12, SUITE));
    assertThat(read(hello(TLS13), TlsProtocol.TLS13))
        .isEqualTo(new Handshake(TlsProtocol.TLS13, "TLS_AES_128_GCM_SHA256"));
    assertThat(read(hello("0301" + TLS12.substring(4)), TlsProtocol.TLS11))
        .as("a server may choose an earlier one")
        .isEqualTo(new Handshake(TlsProtocol.TLS10, SUITE));
    assertThat(read(bytes("15030300020246"), TlsProtocol.TLS10))
        .isEqualTo(new Alert(TlsProtocol.TLS10, 70));
    assertThat(read(bytes("150301000202ff"), TlsProtocol.TLS12))
        .isEqualTo(new Alert(TlsProtocol.TLS12, 255));
  }

  @ParameterizedTest
  @CsvSource({
    // A version or suite that was not offered.
    "TLS11, " + TLS12,
    "TLS12, " + TLS13,
    "TLS13, " + TLS12,
    "TLS12, 0304abababababababababababababababababababababababababababababababab00c02f00",
    "TLS12, 0303abababababababababababababababababababababababababababababababab00130100",
    "TLS12, 0303abababababababababababababababababababababababababababababababab00000000",
    // Sizes that lead beyond the end.
    "TLS12, 0303ab",
    "TLS12, 0303ababababababababababababababababababababababababababababababababffc02f00",
    "TLS13, 0303abababababababababababababababababababababababababababababababab001301000006002bffff03",
  })
  void aServerThatLiesHasToldNothing(TlsProtocol offered, String body) {
    assertThatThrownBy(() -> read(hello(body), offered))
        .isInstanceOf(HttpAnswer.Malformed.class)
        .hasMessageNotContaining("ab");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "16",
        "1603030004",
        // A warning, an alert that is too long, another message, another record.
        "15030300020146",
        "1503030003024600",
        "160303000401000000",
        "170303000402000000",
        "16ff03000402000000",
        // A hello of 16 MiB, and one that goes on in the next record.
        "16030340000200ffff",
        "160303000602000026abab",
      })
  void whatIsNotTlsHasToldNothing(String answer) {
    assertThatThrownBy(() -> read(bytes(answer), TlsProtocol.TLS12))
        .isInstanceOf(HttpAnswer.Malformed.class);
  }

  @Test
  void noBytesLeadToAnythingElse() {
    Random random = new Random(7);
    for (byte[] valid : List.of(hello(TLS12), hello(TLS13), bytes("15030300020246"))) {
      for (int i = 0; i < 20_000; i++) {
        byte[] altered = Arrays.copyOf(valid, random.nextInt(valid.length + 20));
        for (int changes = random.nextInt(4); changes > 0 && altered.length > 0; changes--) {
          altered[random.nextInt(altered.length)] = (byte) random.nextInt();
        }
        TlsProtocol offered = List.copyOf(EnumSet.allOf(TlsProtocol.class)).get(random.nextInt(4));
        try {
          assertThat(read(altered, offered)).isNotInstanceOf(None.class);
        } catch (IOException e) {
          assertThat(e).isInstanceOf(HttpAnswer.Malformed.class);
        }
      }
    }
  }

  @Test
  void aServerWithoutTlsHasToldNothing() throws Exception {
    int port =
        server.serveBytes(
            out -> out.write("HTTP/1.0 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertThat(ask(port))
        .hasSize(4)
        .allSatisfy(
            one ->
                assertThat(one.answer())
                    .isEqualTo(new None("answered with something else than TLS")));
  }

  /** It chooses the same suite each time, though it is offered no more. */
  @Test
  void aServerThatNeverEndsIsAskedNoMore() throws Exception {
    int port = server.serveBytes(out -> out.write(hello(TLS12)));
    List<Answered> all = ask(port);
    assertThat(all.stream().filter(one -> one.answer() instanceof Handshake)).hasSize(1);
    assertThat(all)
        .hasSize(5)
        .anySatisfy(one -> assertThat(one.answer().toString()).contains("was not offered"));
  }

  @Test
  void gigabytesAreNotRead() throws Exception {
    int port =
        server.serveBytes(
            out -> {
              while (true) {
                out.write(new byte[1 << 20]);
              }
            });
    assertThat(ask(port)).allSatisfy(one -> assertThat(one.answer()).isInstanceOf(None.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "160303", "160303002a02000026"})
  void aServerThatHangsIsAskedOnce(String before) throws Exception {
    int port =
        server.serveBytes(
            out -> {
              out.write(bytes(before));
              server.end.await();
            });
    assertThat(ask(port))
        .singleElement()
        .satisfies(
            one -> assertThat(one.answer()).isEqualTo(new None("did not answer within 500 ms")));
  }

  @Test
  void aRefusedConnectionProvesNothing() throws IOException {
    assertThat(ask(AskedServer.closedPort()))
        .allSatisfy(one -> assertThat(one.answer().toString()).contains("could not be reached"));
  }
}
