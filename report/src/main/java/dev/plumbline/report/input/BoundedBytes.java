package dev.plumbline.report.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;

/** Bytes in memory, up to a number of them. */
final class BoundedBytes extends OutputStream {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int max;

  BoundedBytes(int max) {
    this.max = max;
  }

  /** There were more. */
  static final class Full extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void write(int b) throws IOException {
    take(1);
    bytes.write(b);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    take(length);
    bytes.write(from, offset, length);
  }

  private void take(int more) throws Full {
    if (bytes.size() + more > max) {
      throw new Full();
    }
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  String toString(Charset charset) {
    return bytes.toString(charset);
  }
}
