package dev.plumbline.report.bundle;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a bundle as a zip: first {@code index.json}, then {@code evidence/DIGEST.json} and {@code
 * input/DIGEST.json} in the order of their names. Nothing is compressed, so that the bytes depend
 * on no version of a compressor, and every entry has the same time: one content has one sequence of
 * bytes.
 */
public final class BundleWriter {

  static final String INDEX = "index.json";
  static final String EVIDENCE = "evidence/";
  static final String INPUT = "input/";
  static final String SUFFIX = ".json";

  /** Not the first day that a zip can express: Java adds a time in the local zone to that. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  /** With one end of line on every system. */
  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .build()
          .writer(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private BundleWriter() {}

  /** Writes to a stream, which stays open. */
  public static void write(EvidenceBundle bundle, OutputStream to) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
    zip.setMethod(ZipOutputStream.STORED);
    put(zip, INDEX, JSON.writeValueAsBytes(bundle.index()));
    putAll(zip, EVIDENCE, bundle.evidence());
    putAll(zip, INPUT, bundle.inputs());
    zip.finish();
  }

  private static void putAll(ZipOutputStream zip, String folder, Map<String, String> texts)
      throws IOException {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      put(zip, folder + text.getKey() + SUFFIX, text.getValue().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
