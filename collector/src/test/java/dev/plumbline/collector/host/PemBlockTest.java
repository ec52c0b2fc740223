package dev.plumbline.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate is read, and never the key that follows it. */
class PemBlockTest {

  private static final String CERTIFICATE =
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  private static final String KEY = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n";

  /** As many as are asked for, each of a source. */
  private record Bytes(Supplier<Byte> next) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer into) {
      int asked = into.remaining();
      while (into.hasRemaining()) {
        into.put(next.get());
      }
      return asked;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static InputStream of(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** As soon as one byte is read of it. */
  private static InputStream secret() {
    return Channels.newInputStream(
        new Bytes(
            () -> {
              throw new AssertionError("the key was read");
            }));
  }

  @Test
  void nothingBehindTheCertificateIsRead() throws IOException {
    assertThat(PemBlock.firstCertificate(new SequenceInputStream(of(CERTIFICATE), secret())))
        .isEqualTo(CERTIFICATE);
  }

  @Test
  void ofAKeyBeforeTheCertificateItsTitleAloneIsRead() {
    String title = KEY.substring(0, KEY.indexOf('\n') + 1);
    assertThatThrownBy(
            () -> PemBlock.firstCertificate(new SequenceInputStream(of(title), secret())))
        .isInstanceOf(UnreadablePathException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "subject=node-a\n\n", "# a comment\r\n"})
  void commentsMayStandBefore(String comment) throws IOException {
    String text = CERTIFICATE.replace("\n", comment.endsWith("\r\n") ? "\r\n" : "\n");
    assertThat(PemBlock.firstCertificate(of(comment + text))).isEqualTo(CERTIFICATE);
    assertThat(PemBlock.firstCertificate(of(comment + text.strip()))).isEqualTo(CERTIFICATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "-----BEGIN CERTIFICATE-----\nMIIB\n",
        "-----END CERTIFICATE-----\n",
        " -----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n-----END CERTIFICATE-----\n"
      })
  void anythingElseIsNone(String text) {
    assertThatThrownBy(() -> PemBlock.firstCertificate(of(text)))
        .isInstanceOf(UnreadablePathException.class);
  }

  @Test
  void aFileWithoutEndIsReadToALimit() {
    InputStream endless = Channels.newInputStream(new Bytes(() -> (byte) 'x'));
    assertThatThrownBy(() -> PemBlock.firstCertificate(endless))
        .isInstanceOf(UnreadablePathException.class);
    assertThatThrownBy(
            () ->
                PemBlock.firstCertificate(
                    new SequenceInputStream(of("-----BEGIN CERTIFICATE-----\n"), endless)))
        .isInstanceOf(UnreadablePathException.class);
  }
}
