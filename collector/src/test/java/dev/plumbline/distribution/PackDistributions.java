package dev.plumbline.distribution;

import dev.plumbline.packed.PackedFile;
import dev.plumbline.packed.PackedWriter;
import java.io.IOException;
import java.nio.file.Path;

/** Run by the build: makes the form of the distributions that loads fast. */
public final class PackDistributions {

  private PackDistributions() {}

  public static void main(String[] args) throws IOException {
    PackedFile.update(
        Path.of(args[0]),
        Distributions.PACKED.substring(1),
        new PackedWriter().writeList(DistributionFiles.read()));
  }
}
