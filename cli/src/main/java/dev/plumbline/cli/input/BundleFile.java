package dev.plumbline.cli.input;

import dev.plumbline.report.bundle.BundleReader;
import dev.plumbline.report.bundle.EvidenceBundle;
import dev.plumbline.report.bundle.InvalidBundleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that an evidence bundle is in. */
public final class BundleFile {

  private BundleFile() {}

  /**
   * Reads it whole.
   *
   * @throws UsageException when it can't be read, or is no bundle
   */
  public static EvidenceBundle read(Path file) throws UsageException {
    try {
      return verified(file);
    } catch (InvalidBundleException e) {
      throw new UsageException(file + " " + e.why() + ".");
    }
  }

  /**
   * Reads it whole, for somebody to whom a file that is no bundle is an answer.
   *
   * @throws UsageException when it can't be read
   * @throws InvalidBundleException when it is no bundle, or not what was exported
   */
  public static EvidenceBundle verified(Path file) throws UsageException, InvalidBundleException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          Files.exists(file) ? file + " is not a file." : "There is no file " + file + ".");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return BundleReader.read(in.readNBytes(EvidenceBundle.MAX_BYTES + 1));
    } catch (IOException e) {
      throw new UsageException(file + " can't be read: " + e.getMessage() + ".");
    }
  }
}
