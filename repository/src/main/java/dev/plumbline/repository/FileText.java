package dev.plumbline.repository;

import dev.plumbline.collector.manifest.Manifests;
import dev.plumbline.repository.FileOutcome.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file of a repository holds. */
sealed interface FileText {

  /** The most that is read of a file, in bytes; as of a manifest on a node. */
  int MAX_BYTES = Manifests.MAX_BYTES;

  /** The whole of it. */
  record Text(String text) implements FileText {}

  /**
   * It can't be read as text.
   *
   * @param why a phrase that continues the file's name
   */
  record Refused(Cause cause, String why) implements FileText {}

  static FileText of(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return new Refused(Cause.NOT_A_FILE, notAFile(file));
      }
      try (InputStream in = Files.newInputStream(file)) {
        return of(in.readNBytes(MAX_BYTES + 1));
      }
    } catch (AccessDeniedException e) {
      return denied();
    } catch (IOException e) {
      return new Refused(Cause.NOT_A_FILE, "could not be read: " + e.getMessage());
    }
  }

  /** The text in bytes, of which there is one too many when it is too large. */
  static FileText of(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return new Refused(
          Cause.TOO_LARGE, "is larger than " + MAX_BYTES / 1024 + " KiB and was not read");
    }
    try {
      return new Text(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return new Refused(Cause.BINARY, "is not UTF-8 text");
    }
  }

  static Refused denied() {
    return new Refused(
        Cause.NO_PERMISSION,
        "could not be read: permission denied; let the user that runs check" + " read it");
  }

  private static String notAFile(Path file) {
    if (Files.isDirectory(file)) {
      return "is a directory";
    }
    return Files.exists(file)
        ? "is not a regular file (a FIFO, socket or device)"
        : "is a link that leads to no file";
  }
}
