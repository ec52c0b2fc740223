package dev.plumbline.collector.host;

import java.io.IOException;
import java.io.InputStream;

/**
 * The first block of a PEM file. It is read byte by byte, so that nothing behind it ever is in
 * memory: a kubelet keeps a certificate and its key in one file.
 */
final class PemBlock {

  private static final String BEGIN = "-----BEGIN ";
  private static final String CERTIFICATE = BEGIN + "CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  /** A certificate of a server with many names is some kilobytes. */
  private static final int MAX_CHARACTERS = 32 * 1024;

  private PemBlock() {}

  /**
   * Reads a certificate that no other block stands before; comments may.
   *
   * @param in without a buffer, so that it is read no further than is asked for
   * @throws UnreadablePathException when there is none
   */
  static String firstCertificate(InputStream in) throws IOException {
    StringBuilder block = new StringBuilder();
    for (int left = MAX_CHARACTERS; left > 0; ) {
      String line = line(in, left);
      left -= line.length();
      String text = line.stripTrailing();
      if (text.startsWith(BEGIN) && !text.equals(CERTIFICATE)) {
        throw new UnreadablePathException("has something else before its certificate");
      }
      if (text.equals(CERTIFICATE) || block.length() > 0) {
        block.append(text).append('\n');
      }
      if (text.equals(END) && block.length() > 0) {
        return block.toString();
      }
      if (line.isEmpty()) {
        break;
      }
    }
    throw new UnreadablePathException("holds no certificate");
  }

  /** With its end; empty at the end of the file. */
  private static String line(InputStream in, int max) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < max && line.indexOf("\n", Math.max(0, line.length() - 1)) < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      line.append((char) next);
    }
    return line.toString();
  }
}
