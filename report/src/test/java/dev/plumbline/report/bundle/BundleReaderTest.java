package dev.plumbline.report.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.evidence.EvidenceJson;
import dev.plumbline.report.NodeReading;
import dev.plumbline.report.input.ClusterEvidence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleReaderTest {

  private static final String INDEX = new String(indexBytes(), StandardCharsets.UTF_8);
  private static final byte[] WHOLE = Bundles.bytes(Bundles.whole());

  private record Entry(String name, String content) {}

  private static byte[] indexBytes() {
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(Bundles.bytes(Bundles.whole())))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("index.json");
      return zip.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Entry evidence(String json) {
    return new Entry("evidence/" + Bundles.digest(json) + ".json", json);
  }

  /** The entries of the whole bundle in their order. */
  private static List<Entry> evidence() {
    return Bundles.whole().evidence().values().stream().map(BundleReaderTest::evidence).toList();
  }

  private static byte[] zip(int method, Entry... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Entry entry : entries) {
        byte[] content = entry.content().getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry header = new ZipEntry(entry.name());
        header.setMethod(method);
        header.setSize(content.length);
        header.setCrc(crc.getValue());
        zip.putNextEntry(header);
        zip.write(content);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] stored(Entry... entries) throws IOException {
    return zip(ZipEntry.STORED, entries);
  }

  private static byte[] withIndex(String index) throws IOException {
    return stored(new Entry("index.json", index), evidence().get(0), evidence().get(1));
  }

  private static String refused(byte[] bytes) {
    return catchThrowableOfType(InvalidBundleException.class, () -> BundleReader.read(bytes)).why();
  }

  @Test
  void isReadAsItWasWritten() throws InvalidBundleException {
    assertThat(BundleReader.read(WHOLE)).isEqualTo(Bundles.whole());
  }

  @Test
  void nodesWithTheSameEvidenceAndKubeletAreReadTogether() throws InvalidBundleException {
    assertThat(BundleReader.read(WHOLE).readings())
        .extracting(NodeReading.Collected::nodes)
        .containsExactlyInAnyOrder(List.of("cp-1", "cp-2"), List.of("worker-1"));
    assertThat(BundleReader.read(WHOLE).counts().message())
        .startsWith("3 of 4 nodes were evaluated: 1 CollectionFailed (worker-2: Its pod failed)");
  }

  @Test
  void oneContentHasOneSequenceOfBytesWhereverItIsWritten() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      assertThat(Bundles.bytes(Bundles.whole())).isEqualTo(WHOLE);
    } finally {
      TimeZone.setDefault(before);
    }
    assertThat(INDEX).doesNotContain("\r");
    // Of the whole file, so that another Java or system that writes others is noticed.
    assertThat(EvidenceJson.sha256(WHOLE))
        .isEqualTo("591e26bbd5965bca81d4b241c55f2b6e5d32b0183ab0c54a25af9d44f17bf789");
  }

  @Test
  void evidenceIsWrittenByteByByte() throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(WHOLE))) {
      zip.getNextEntry();
      for (Entry expected : evidence()) {
        assertThat(zip.getNextEntry().getName()).isEqualTo(expected.name());
        assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo(expected.content());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "evidence/../index.json",
        "evidence/x.json",
        "evidence/",
        "evidence\\a.json",
        "\u001b[2Jx"
      })
  void entriesThatNoBundleHasAreRefused(String name) throws IOException {
    assertThat(refused(stored(new Entry("index.json", INDEX), new Entry(name, ""))))
        .startsWith("has an entry that no bundle has: ")
        .doesNotContain("\u001b");
  }

  @Test
  void repeatedEntriesAreRefused() throws IOException {
    Entry index = new Entry("index.json", INDEX);
    Entry first = evidence().get(0);
    assertThat(refused(twice(stored(index, first, new Entry(renamed(first), first.content())))))
        .isEqualTo("has the entry " + first.name() + " twice");
    assertThat(refused(stored(index, evidence().get(1), first)))
        .isEqualTo("has entries that are not in the order of their names");
  }

  /** Java writes no name twice: one digit of the second is other in what is written. */
  private static String renamed(Entry entry) {
    return entry.name().replace(".json", ".jsoX");
  }

  private static byte[] twice(byte[] zip) {
    return new String(zip, StandardCharsets.ISO_8859_1)
        .replace(".jsoX", ".json")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void compressedEntriesAreRefusedBeforeTheyAreUnpacked() throws IOException {
    String bomb = " ".repeat(64 * 1024 * 1024);
    assertThat(refused(zip(ZipEntry.DEFLATED, new Entry("index.json", bomb))))
        .startsWith("has a compressed entry, index.json: another program has packed it again.");
  }

  @Test
  void evidenceThatIsTooLargeIsRefused() throws IOException {
    String large = " ".repeat(EvidenceJson.MAX_BYTES + 1);
    assertThat(refused(stored(new Entry("index.json", INDEX), evidence(large))))
        .startsWith("has an entry of more than 1048576 bytes, evidence/");
  }

  @Test
  void evidenceWithAnotherDigestIsRefused() throws IOException {
    Entry first = evidence().get(0);
    String other = first.content().replace("OBSERVED", "NOT_OBSERVED");
    assertThat(other).isNotEqualTo(first.content());
    assertThat(
            refused(
                stored(
                    new Entry("index.json", INDEX),
                    new Entry(first.name(), other),
                    evidence().get(1))))
        .isEqualTo("has other bytes than were collected as evidence " + digest(first));
  }

  private static String digest(Entry entry) {
    return entry.name().substring("evidence/".length(), entry.name().length() - ".json".length());
  }

  @Test
  void missingAndUnknownEvidenceIsRefused() throws IOException {
    Entry index = new Entry("index.json", INDEX);
    assertThat(refused(stored(index, evidence().get(0)))).startsWith("lacks the evidence of ");
    Entry unknown = evidence(Bundles.evidence("/three"));
    Entry[] all =
        Stream.concat(evidence().stream(), Stream.of(unknown))
            .sorted(Comparator.comparing(Entry::name))
            .toArray(Entry[]::new);
    Entry[] withIndex = new Entry[all.length + 1];
    withIndex[0] = index;
    System.arraycopy(all, 0, withIndex, 1, all.length);
    assertThat(refused(stored(withIndex)))
        .isEqualTo("has evidence that no node refers to, " + digest(unknown));
  }

  @Test
  void evidenceOfAnotherSchemaIsRefused() {
    String old = Bundles.ONE.replaceFirst("\"schemaVersion\":\\d+", "\"schemaVersion\":2");
    byte[] bytes = otherEvidence(old);
    assertThat(refused(bytes)).startsWith("has evidence of the schema 2, and this version of");
    assertThat(refused(otherEvidence("{}"))).startsWith("has evidence that this version of");
  }

  /** Written without the record, which would refuse it. */
  private static byte[] otherEvidence(String json) {
    BundleIndex index = Bundles.index(List.of(Bundles.node("cp-1", "v1.36.3", json)));
    try {
      return stored(
          new Entry("index.json", new ObjectMapper().writeValueAsString(index)), evidence(json));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "kind" : "EvidenceBundle"|"kind" : "Pod"|is no evidence bundle: the kind in its index is "Pod"
          "version" : 2|"version" : 3|is a bundle of the version 3, and this version of Plumbline reads
          "version" : 2|"version" : 0|is a bundle of the version 0, and this version
          "version" : 2|"version" : "1"|is a bundle of the version "1", and this version
          "benchmarks" : [ ]|"benchmarks" : [ "x" ]|has an invalid index.json: it has for inputs.benchmarks no SHA
          "apiServers" : [ ]|"apiServers" : null|has an invalid index.json, at .apiServers
          "apiServers" : [ ]|"apiServers" : [ {"address": "x:1", "digest": "x", "time": "x"} ]|has an invalid index.json: it has in apiServers no IP address
          "apiServers" : [ ]|"apiServers" : [ {"address": "10.9.0.1", "digest": "x", "time": "x"} ]|has an invalid index.json: it has in apiServers no IP address
          "apiServers" : [ ]|"apiServers" : [ {"address": "10.9.0.1:6443", "digest": "x", "time": "x"} ]|has an invalid index.json: it has for the digest of 10.9.0.1:6443
          "clusterObjects" : ""|"clusterObjects" : "y"|has an invalid index.json: it has for inputs.clusterObjects no
          "clusterObjects" : ""|"clusterObjects" : null|has an invalid index.json, at .inputs.clusterObjects
          "selected" : 4|"selected" : 5|has an invalid index.json: it has 4 nodes of 5 that were
          "selected" : 4|"selected" : "4"|has an invalid index.json, at .selected
          "selected" : 4|"selected" : 4, "more" : 1|has an invalid index.json, at .more
          "selected" : 4|"selected" : 4, "selected" : 4|has an invalid index.json, at line
          "name" : "cp-2"|"name" : "cp-1"|has an invalid index.json: it has the node cp-1 twice
          "name" : "cp-2"|"name" : "../cp"|has an invalid index.json: it has in nodes a name that no object
          "name" : "cp-2"|"name" : null|has an invalid index.json, at .nodes[1].name
          "2026-01-01T11:59:00Z"|"yesterday"|has an invalid index.json: it has for run.startTime no time
          "def"|"d\\u001b[2J"|has an invalid index.json: it has for run.rulesDigest a text
          "CollectionFailed"|"Else"|has an invalid index.json, at .notEvaluated[0].reason
          "distributions" : [|"distributions" : [ null,|has an invalid index.json, at
          """)
  void indexesThatPlumblineDoesNotWriteAreRefused(String written, String instead, String why)
      throws IOException {
    assertThat(INDEX).contains(written);
    assertThat(refused(withIndex(INDEX.replace(written, instead)))).startsWith(why);
  }

  @Test
  void inputsAreReadAsTheyWereWritten() throws InvalidBundleException {
    EvidenceBundle read = BundleReader.read(Bundles.bytes(Bundles.withInputs()));

    assertThat(read).isEqualTo(Bundles.withInputs());
    assertThat(read.definitions())
        .containsExactly(Map.entry(Bundles.DEFINITION.digest(), Bundles.DEFINITION));
    assertThat(ClusterEvidence.of(read.cluster())).contains(Bundles.OBJECTS);
  }

  /** As the version before has written it. */
  @Test
  void aBundleOfNodesAloneIsRead() throws IOException, InvalidBundleException {
    ObjectNode index = (ObjectNode) new ObjectMapper().readTree(INDEX);
    index.put("version", 1).remove(List.of("inputs", "apiServers"));

    EvidenceBundle read = BundleReader.read(withIndex(index.toString()));

    assertThat(read.evidence()).isEqualTo(Bundles.whole().evidence());
    assertThat(read.cluster().objects().of(InputRef.cluster("pods")))
        .isInstanceOfSatisfying(
            Fact.Unknown.class,
            unknown -> assertThat(unknown.why()).contains("It has evidence of nodes alone"));
    assertThat(refused(withIndex(index.put("version", 2).toString())))
        .startsWith("has an invalid index.json, at ");
  }

  private static byte[] inputs(List<String> replaced) throws IOException {
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(Bundles.bytes(Bundles.withInputs())))) {
      zip.getNextEntry();
      zip.transferTo(index);
    }
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("index.json", index.toString(StandardCharsets.UTF_8)));
    entries.addAll(evidence());
    Bundles.withInputs()
        .inputs()
        .forEach(
            (digest, json) ->
                entries.add(
                    new Entry(
                        "input/" + digest + ".json",
                        json.replace(replaced.get(0), replaced.get(1)))));
    return stored(
        entries.stream().filter(entry -> !entry.content().isEmpty()).toArray(Entry[]::new));
  }

  @Test
  void otherInputsAreRefused() throws IOException {
    assertThat(refused(inputs(List.of("Forbidden", "forbidden"))))
        .isEqualTo("has other bytes than were collected as evidence " + Bundles.OBJECTS.digest());
    assertThat(refused(inputs(List.of(Bundles.OBJECTS.json(), ""))))
        .isEqualTo("lacks the input " + Bundles.OBJECTS.digest() + " that its index names");
    Entry unknown = new Entry("input/" + Bundles.digest("{}") + ".json", "{}");
    assertThat(
            refused(
                stored(
                    new Entry("index.json", INDEX), evidence().get(0), evidence().get(1), unknown)))
        .startsWith("has an input that its index does not name, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"kind\":\"ClusterEvidence\",\"version\":2}",
        "{\"kind\":\"ClusterEvidence\",\"version\":1}",
        "{\"kind\":\"ClusterEvidence\",\"version\":1,\"controlPlane\":{\"type\":\"java.io.File\"},"
            + "\"objects\":{},\"unknown\":{}}",
      })
  void otherEvidenceOfAClusterIsRefused(String json) throws IOException {
    assertThat(refused(withObjects(json))).startsWith("has evidence of a cluster that ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[null]",
        "[1]",
        "[{}]",
        "[{\"names\":\"a\",\"object\":{}}]",
        "[{\"names\":[1],\"object\":{}}]",
        "[{\"names\":[\"a\"],\"object\":{\"name\":\"b\"}}]",
        "[{\"names\":[],\"object\":{\"a\":null}}]",
        "[{\"names\":[],\"object\":{\"a\":1.5}}]",
        "[{\"names\":[],\"object\":{\"a\":12345678901234567890}}]",
        "[{\"names\":[],\"object\":{\"a\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}}]",
      })
  void objectsThatNoClusterHasAreRefused(String objects) throws IOException {
    assertThat(
            refused(
                withObjects(
                    "{\"kind\":\"ClusterEvidence\",\"version\":1,"
                        + "\"controlPlane\":{\"type\":\"SelfManaged\",\"apiServers\":1},"
                        + "\"objects\":{\"pods\":"
                        + objects
                        + "},\"unknown\":{}}")))
        .startsWith("has ");
  }

  private static byte[] withObjects(String json) throws IOException {
    return stored(
        new Entry(
            "index.json",
            INDEX.replace(
                "\"clusterObjects\" : \"\"",
                "\"clusterObjects\" : \"" + Bundles.digest(json) + "\"")),
        evidence().get(0),
        evidence().get(1),
        new Entry("input/" + Bundles.digest(json) + ".json", json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"name\":\"x\"}",
        "{\"name\":\"\u001b[2J\",\"spec\":{}}",
        "{\"name\":\"x\",\"spec\":{\"customControls\":[null]}}",
        "{\"name\":\"x\",\"spec\":{\"customControls\":[{\"name\":\"a\"}]}}",
        "{\"name\":\"x\",\"spec\":{\"parameters\":[{\"name\":\"a\"}]}}",
      })
  void definitionsThatNoBenchmarkHasAreRefused(String json) throws IOException {
    assertThat(
            refused(
                stored(
                    new Entry(
                        "index.json",
                        INDEX.replace(
                            "\"benchmarks\" : [ ]",
                            "\"benchmarks\" : [ \"" + Bundles.digest(json) + "\" ]")),
                    evidence().get(0),
                    evidence().get(1),
                    new Entry("input/" + Bundles.digest(json) + ".json", json))))
        .isEqualTo("has a benchmark's definition that is no ComplianceBenchmark");
  }

  @Test
  void whatIsNoBundleIsRefused() throws IOException {
    assertThat(refused(new byte[0])).startsWith("is no evidence bundle: it is no zip.");
    assertThat(refused("{}".getBytes(StandardCharsets.UTF_8))).startsWith("is no evidence bundle");
    assertThat(refused(stored(new Entry("a.txt", "")))).contains("it begins with a.txt and not");
    assertThat(refused(withIndex("[]"))).contains("the kind in its index is \"\"");
    assertThat(refused(withIndex("{"))).startsWith("has an invalid index.json, at line 1");
    assertThat(refused(withIndex("[".repeat(100_000)))).startsWith("has an invalid index.json");
  }

  @Property
  void whatWasCutIsRefused(@ForAll("lengths") int length) {
    assertThat(refused(Arrays.copyOf(WHOLE, length))).isNotEmpty();
  }

  @Property
  void anotherByteIsRefusedOrChangesNothing(@ForAll("lengths") int place, @ForAll byte instead) {
    byte[] bytes = WHOLE.clone();
    bytes[place] = instead;
    try {
      // Times and attributes of entries, and the directory at the end, are not looked at.
      assertThat(BundleReader.read(bytes).evidence()).isEqualTo(Bundles.whole().evidence());
    } catch (InvalidBundleException e) {
      assertThat(e.why()).isNotEmpty();
    }
  }

  @Property
  void anyBytesAreRefused(@ForAll byte[] bytes) {
    assertThat(refused(bytes)).isNotEmpty();
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.integers().between(0, WHOLE.length - 1);
  }
}
