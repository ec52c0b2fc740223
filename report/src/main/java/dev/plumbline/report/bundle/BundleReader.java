package dev.plumbline.report.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.evidence.StrictJson;
import dev.plumbline.report.input.ClusterEvidence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads what {@link BundleWriter} writes, and nothing else: a bundle comes from wherever people
 * send files. No entry is compressed, so that none is larger than the bundle itself.
 */
public final class BundleReader {

  /** A node takes half a kilobyte of it. */
  private static final int MAX_INDEX = 16 * 1024 * 1024;

  private static final Pattern NAME =
      Pattern.compile(
          "(?<folder>"
              + Pattern.quote(BundleWriter.EVIDENCE)
              + "|"
              + Pattern.quote(BundleWriter.INPUT)
              + ")(?<digest>[0-9a-f]{64})"
              + Pattern.quote(BundleWriter.SUFFIX));

  /** The record at the end of a zip without a comment, in bytes. */
  private static final int END = 22;

  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_COUNT = 10;

  private static final ObjectMapper JSON =
      StrictJson.upTo(MAX_INDEX)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private final ZipInputStream zip;
  private final SortedMap<String, String> evidence = new TreeMap<>();
  private final SortedMap<String, String> inputs = new TreeMap<>();

  private BundleReader(ZipInputStream zip) {
    this.zip = zip;
  }

  /**
   * Reads a bundle.
   *
   * @throws InvalidBundleException when it is none, is not whole, or is of another version
   */
  public static EvidenceBundle read(byte[] bytes) throws InvalidBundleException {
    if (bytes.length > EvidenceBundle.MAX_BYTES) {
      throw new InvalidBundleException(
          "is larger than a bundle may be, " + EvidenceBundle.MAX_BYTES + " bytes");
    }
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
      EvidenceBundle bundle = new BundleReader(zip).bundle();
      requireEnd(bytes, bundle.evidence().size() + bundle.inputs().size() + 1);
      return bundle;
    } catch (IOException e) {
      throw new InvalidBundleException("is no whole zip: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new InvalidBundleException(String.valueOf(e.getMessage()));
    }
  }

  private EvidenceBundle bundle() throws IOException, InvalidBundleException {
    Optional<ZipEntry> first = next();
    if (first.isEmpty()) {
      throw new InvalidBundleException(
          "is no evidence bundle: it is no zip. \"plumbline export --evidence\" writes one");
    }
    if (!first.get().getName().equals(BundleWriter.INDEX)) {
      throw new InvalidBundleException(
          "is no evidence bundle: it begins with "
              + Printable.argument(first.get().getName())
              + " and not with "
              + BundleWriter.INDEX);
    }
    BundleIndex index = index(content(first.get(), MAX_INDEX));
    String before = "";
    for (Optional<ZipEntry> entry = next(); entry.isPresent(); entry = next()) {
      String name = entry.get().getName();
      Matcher named = named(name);
      if (name.compareTo(before) <= 0) {
        throw new InvalidBundleException(
            name.equals(before)
                ? "has the entry " + name + " twice"
                : "has entries that are not in the order of their names");
      }
      before = name;
      boolean input = named.group("folder").equals(BundleWriter.INPUT);
      (input ? inputs : evidence)
          .put(
              named.group("digest"),
              content(entry.get(), input ? ClusterEvidence.MAX_BYTES : EvidenceJson.MAX_BYTES));
    }
    return new EvidenceBundle(index, evidence, inputs);
  }

  private Optional<ZipEntry> next() throws IOException {
    return Optional.ofNullable(zip.getNextEntry());
  }

  private static Matcher named(String name) throws InvalidBundleException {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new InvalidBundleException(
          name.equals(BundleWriter.INDEX)
              ? "has the entry " + name + " twice"
              : "has an entry that no bundle has: " + Printable.argument(name));
    }
    return matcher;
  }

  private String content(ZipEntry entry, int max) throws IOException, InvalidBundleException {
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new InvalidBundleException(
          "has a compressed entry, "
              + entry.getName()
              + ": another program has packed it again. Use the file as it was exported");
    }
    byte[] bytes = zip.readNBytes(max + 1);
    if (bytes.length > max) {
      throw new InvalidBundleException(
          "has an entry of more than " + max + " bytes, " + entry.getName());
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidBundleException("has an entry that is no UTF-8, " + entry.getName());
    }
  }

  private static BundleIndex index(String json) throws InvalidBundleException {
    try {
      JsonNode tree = JSON.readTree(json);
      String kind = tree.path("kind").asText();
      if (!kind.equals(BundleIndex.KIND)) {
        throw new InvalidBundleException(
            "is no evidence bundle: the kind in its index is \""
                + Printable.argument(kind)
                + "\" and not "
                + BundleIndex.KIND);
      }
      JsonNode version = tree.path("version");
      if (!version.isInt()
          || version.intValue() < BundleIndex.VERSION_OF_NODES
          || version.intValue() > BundleIndex.VERSION) {
        throw new InvalidBundleException(
            "is a bundle of the version "
                + Printable.argument(version.isMissingNode() ? "(none)" : version.toString())
                + ", and this version of Plumbline reads the versions "
                + BundleIndex.VERSION_OF_NODES
                + " to "
                + BundleIndex.VERSION
                + ". Use the Plumbline that exported it, or export again");
      }
      if (version.intValue() == BundleIndex.VERSION_OF_NODES) {
        ObjectNode index = (ObjectNode) tree;
        index.set("inputs", JSON.valueToTree(BundleIndex.Inputs.OF_NODES_ALONE));
        index.putArray("apiServers");
      }
      return JSON.treeToValue(tree, BundleIndex.class);
    } catch (JsonProcessingException e) {
      throw new InvalidBundleException(why(e));
    }
  }

  /** Of the parser's own words only the place: they quote the file. */
  private static String why(JsonProcessingException e) {
    return e.getCause() instanceof IllegalArgumentException wrong
        ? "has an invalid " + BundleWriter.INDEX + ": it " + wrong.getMessage()
        : "has an invalid " + BundleWriter.INDEX + ", " + at(e);
  }

  private static String at(JsonProcessingException e) {
    if (e instanceof com.fasterxml.jackson.databind.JsonMappingException mapping
        && !mapping.getPath().isEmpty()) {
      StringBuilder path = new StringBuilder();
      mapping
          .getPath()
          .forEach(
              step ->
                  path.append(
                      step.getFieldName() == null
                          ? "[" + step.getIndex() + "]"
                          : "." + step.getFieldName()));
      return "at " + Printable.argument(path.toString());
    }
    return "at line " + (e.getLocation() == null ? 1 : e.getLocation().getLineNr());
  }

  /** A zip that was cut or continued can still be read from its beginning. */
  private static void requireEnd(byte[] bytes, int entries) throws InvalidBundleException {
    ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = bytes.length - END;
    if (start < 0
        || end.getInt(start) != END_SIGNATURE
        || Short.toUnsignedInt(end.getShort(start + END_COUNT)) != entries) {
      throw new InvalidBundleException("is not whole: it does not end as it began");
    }
  }
}
