package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The formats that auditors' tools for STIGs read: XCCDF, CKL and CKLB. */
class ChecklistFormatsTest {

  private static final String STIG = "stig-kubernetes-v2r6";

  /** Where the package openscap-common has the schemas; their licence is not this project's. */
  private static final Path SCHEMA =
      Path.of(System.getProperty("plumbline.xccdf", "/usr/share/openscap/schemas/xccdf/1.2"))
          .resolve("xccdf_1.2.xsd");

  private static final String HOSTILE =
      "kubelet-arg: ['anonymous-auth=true', \"node-labels=a=<b attr='x'>]]>&amp;\\x01\\uFFFE\","
          + " read-only-port=1, make-iptables-util-chains=false]\n";

  @TempDir private Path temp;

  private static String written(String benchmark, String format) {
    String examples = Run.project().resolve("examples/repository").toString();
    return Run.of("check", examples, "--benchmark", benchmark, "-o", format).out();
  }

  private String hostile(String format) throws IOException {
    Path file = Files.writeString(temp.resolve("<a>&\"'.yaml"), HOSTILE);
    return Run.of("check", file.toString(), "--benchmark", STIG, "-o", format).out();
  }

  private static Document xml(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setNamespaceAware(true);
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    } catch (Exception e) {
      throw new AssertionError(text.substring(0, Math.min(text.length(), 500)), e);
    }
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }

  private static String text(Element parent, String child) {
    return elements(parent.getElementsByTagNameNS("*", child)).get(0).getTextContent();
  }

  @ParameterizedTest
  @ValueSource(strings = {STIG, "cis-1.12"})
  void xccdfFitsItsSchema(String benchmark) throws Exception {
    assumeTrue(
        Files.exists(SCHEMA),
        () ->
            "NOT TESTED: XCCDF results against the schema, which is not at "
                + SCHEMA
                + ". Install the package openscap-common, or set -Dplumbline.xccdf to the"
                + " directory of xccdf_1.2.xsd.");
    Schema schema = schema();
    for (String text : List.of(written(benchmark, "xccdf"), hostile("xccdf"))) {
      schema.newValidator().validate(new StreamSource(new StringReader(text)));
      // A schema that takes anything would prove nothing.
      String wrong = text.replaceFirst("<result>\\w+</result>", "<result>good</result>");
      assertThatThrownBy(
              () -> schema.newValidator().validate(new StreamSource(new StringReader(wrong))))
          .isInstanceOf(SAXException.class)
          .hasMessageContaining("good");
    }
  }

  /** The schema of the namespace xml names a DTD that the package doesn't have. */
  private static Schema schema() throws Exception {
    SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    DOMImplementationLS inputs =
        (DOMImplementationLS)
            DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .getDOMImplementation()
                .getFeature("LS", "3.0");
    factory.setResourceResolver(
        (type, namespace, publicId, systemId, base) -> {
          if (systemId == null || !systemId.endsWith(".dtd")) {
            return null;
          }
          LSInput none = inputs.createLSInput();
          none.setCharacterStream(new StringReader(""));
          return none;
        });
    return factory.newSchema(SCHEMA.toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {STIG, "cis-1.12"})
  void xccdfHasAResultForEachRequirement(String name) {
    Benchmark benchmark = Catalogue.load().benchmark(name).orElseThrow();
    Document document = xml(written(name, "xccdf"));
    List<Element> results = elements(document.getElementsByTagNameNS("*", "rule-result"));
    assertThat(results).hasSize(benchmark.requirements().size());
    assertThat(results.stream().map(r -> r.getAttribute("idref")))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("xccdf_[a-zA-Z0-9.-]+_rule_.+"));
    assertThat(results.stream().map(result -> text(result, "result")))
        .contains("pass", "fail", "notchecked")
        .isSubsetOf("pass", "fail", "notchecked", "notapplicable", "notselected");
  }

  @Test
  void xccdfNamesRulesAsDisaDoes() {
    Document document = xml(written(STIG, "xccdf"));
    Element rule =
        elements(document.getElementsByTagNameNS("*", "rule-result")).stream()
            .filter(r -> r.getAttribute("version").equals("CNTR-K8-000220"))
            .findFirst()
            .orElseThrow();
    assertThat(rule.getAttribute("idref"))
        .isEqualTo("xccdf_mil.disa.stig_rule_SV-242381r1043176_rule");
    assertThat(rule.getAttribute("severity")).isEqualTo("high");
    assertThat(
            elements(rule.getElementsByTagNameNS("*", "ident")).stream()
                .filter(i -> i.getAttribute("system").equals("http://cyber.mil/cci"))
                .map(Element::getTextContent))
        .containsExactly("CCI-000015");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xccdf", "ckl"})
  void xmlHasWhatNodesSayAsText(String format) throws IOException {
    String text = hostile(format);
    assertThat(xml(text).getDocumentElement().getTextContent())
        .contains("<a>&\"'.yaml")
        .doesNotContain("\u0001", "\uFFFE");
    assertThat(xml(text).getElementsByTagNameNS("*", "b").getLength()).isZero();
  }

  @Test
  void cklHasEveryRuleWithAStatus() {
    Benchmark stig = Catalogue.load().benchmark(STIG).orElseThrow();
    Element root = xml(written(STIG, "ckl")).getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("CHECKLIST");
    assertThat(names(root)).containsExactly("ASSET", "STIGS");
    List<Element> rules = elements(root.getElementsByTagName("VULN"));
    Map<String, String> statuses = new HashMap<>();
    for (Element rule : rules) {
      Map<String, List<String>> data = data(rule);
      String number = Objects.requireNonNull(data.get("Vuln_Num")).get(0);
      assertThat(Objects.requireNonNull(data.get("Rule_ID")).get(0)).startsWith("SV-" + number.substring(2) + "r");
      assertThat(Objects.requireNonNull(data.get("Severity")).get(0)).isIn("high", "medium", "low");
      assertThat(Objects.requireNonNull(data.get("Check_Content")).get(0)).isNotBlank();
      assertThat(data.get("CCI_REF")).isNotEmpty().allMatch(c -> c.matches("CCI-\\d{6}"));
      statuses.put(number, text(rule, "STATUS"));
    }
    assertThat(statuses.keySet()).isEqualTo(stig.requirements().keySet()).hasSize(92);
    assertThat(new TreeSet<>(statuses.values()))
        .isSubsetOf("Open", "NotAFinding", "Not_Applicable", "Not_Reviewed")
        .contains("Open", "NotAFinding", "Not_Reviewed");
  }

  private static List<String> names(Element parent) {
    return elements(parent.getChildNodes()).stream().map(Element::getTagName).toList();
  }

  private static Map<String, List<String>> data(Element rule) {
    Map<String, List<String>> data = new HashMap<>();
    for (Element field : elements(rule.getElementsByTagName("STIG_DATA"))) {
      data.computeIfAbsent(text(field, "VULN_ATTRIBUTE"), name -> new ArrayList<>())
          .add(text(field, "ATTRIBUTE_DATA"));
    }
    return data;
  }

  @Test
  void cklbHasTheFieldsThatStigViewerReads() throws IOException {
    JsonNode document = new ObjectMapper().readTree(written(STIG, "cklb"));
    assertThat(document.fieldNames())
        .toIterable()
        .containsExactly(
            "title", "id", "stigs", "active", "mode", "has_path", "target_data", "cklb_version");
    JsonNode stig = document.at("/stigs/0");
    assertThat(stig.at("/stig_id").asText()).isEqualTo("Kubernetes_STIG");
    assertThat(stig.at("/release_info").asText()).startsWith("Release: 6 Benchmark Date: ");
    assertThat(stig.at("/rules").size()).isEqualTo(stig.at("/size").asInt()).isEqualTo(92);
    JsonNode rule = stig.at("/rules/5");
    assertThat(rule.at("/group_id").asText()).isEqualTo("V-242381");
    assertThat(rule.at("/rule_id").asText()).isEqualTo("SV-242381r1043176");
    assertThat(rule.at("/rule_id_src").asText()).isEqualTo("SV-242381r1043176_rule");
    assertThat(rule.at("/rule_version").asText()).isEqualTo("CNTR-K8-000220");
    assertThat(rule.at("/ccis").toString()).isEqualTo("[\"CCI-000015\"]");
    assertThat(Set.copyOf(stig.findValuesAsText("status")))
        .contains("open", "not_a_finding", "not_reviewed")
        .isSubsetOf("open", "not_a_finding", "not_applicable", "not_reviewed");
  }

  @Test
  void bothChecklistsSayTheSame() throws IOException {
    List<String> ckl =
        elements(xml(written(STIG, "ckl")).getElementsByTagName("STATUS")).stream()
            .map(status -> status.getTextContent().replace("NotAFinding", "Not_A_Finding"))
            .map(status -> status.toLowerCase(Locale.ROOT))
            .toList();
    JsonNode cklb = new ObjectMapper().readTree(written(STIG, "cklb"));
    assertThat((Collection<String>) cklb.at("/stigs/0/rules").findValuesAsText("status"))
        .isEqualTo(ckl);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ckl", "cklb"})
  void checklistNeedsAStig(String format) {
    String examples = Run.project().resolve("examples/repository").toString();
    Run run = Run.of("check", examples, "--benchmark", "cis-1.12", "-o", format);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(format, "checklist of a STIG", "cis-1.12", STIG, "xccdf");
  }
}
