package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Benchmark;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Family;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.ComplianceScanStatus;
import dev.plumbline.report.model.Report;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Results of XCCDF 1.2: a rule-result for each requirement of the benchmark. What nobody has
 * determined yet, Manual and Error, is {@code notchecked}, so that it counts neither way; what is
 * waived has still failed.
 *
 * @see <a href="https://csrc.nist.gov/pubs/ir/7275/r4/upd1/final">NIST IR 7275 revision 4</a>
 */
final class Xccdf {

  private static final String NAMESPACE = "http://checklists.nist.gov/xccdf/1.2";

  /** The rule that scores by it counts what passed of what passed or failed. */
  private static final String SCORING = "urn:xccdf:scoring:flat-unweighted";

  private static final String CCI = "http://cyber.mil/cci";
  private static final String CONTROL = "https://plumbline.dev/controls";

  private final ComplianceReportStatus report;
  private final String name;
  private final String time;
  private final Optional<Benchmark> benchmark;
  private final List<RequirementResult> results;

  private Xccdf(Report report, Catalogue catalogue) {
    this.report = report.status();
    this.name = report.name();
    this.time = Objects.toString(this.report.lastScanTime(), "1970-01-01T00:00:00Z");
    this.benchmark = Optional.ofNullable(this.report.benchmark()).flatMap(catalogue::benchmark);
    this.results = RequirementResult.of(this.report, catalogue);
  }

  static String render(Report report) {
    return XmlText.document(new Xccdf(report, Catalogue.load())::write);
  }

  private void write(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("TestResult");
    xml.writeDefaultNamespace(NAMESPACE);
    xml.writeAttribute("id", "xccdf_dev.plumbline_testresult_" + token(name + "-" + report.run()));
    xml.writeAttribute("start-time", time);
    xml.writeAttribute("end-time", Objects.toString(report.lastEvaluationTime(), time));
    xml.writeAttribute("test-system", "cpe:2.3:a:plumbline:plumbline:*:*:*:*:*:*:*:*");
    XmlText.line(xml, 1);
    xml.writeEmptyElement("benchmark");
    xml.writeAttribute("href", href());
    xml.writeAttribute("id", id("benchmark", benchmarkId()));
    XmlText.element(
        xml, 1, "title", "Plumbline: " + benchmark.map(Benchmark::title).orElse(benchmarkId()));
    for (String remark : new ReviewedStatus(report).remarks()) {
      XmlText.element(xml, 1, "remark", remark);
    }
    XmlText.element(xml, 1, "target", name);
    facts(xml);
    for (RequirementResult result : results) {
      rule(result, xml);
    }
    score(xml);
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private boolean isStig() {
    return benchmark.filter(known -> known.family() == Family.stig).isPresent();
  }

  private String benchmarkId() {
    return benchmark
        .map(known -> known.identifiers().getOrDefault("id", known.name()))
        .orElse(Objects.toString(report.benchmark(), "none"));
  }

  /** Where the benchmark is; of DISA's the name of the file within its archive. */
  private String href() {
    return isStig() ? benchmarkId() : "https://plumbline.dev/benchmarks/" + token(benchmarkId());
  }

  /** Publishers own the identifiers of what they publish. */
  private String id(String kind, String local) {
    return "xccdf_"
        + (isStig() ? "mil.disa.stig" : "dev.plumbline")
        + "_"
        + kind
        + "_"
        + token(local);
  }

  /** What an identifier of XML may contain. */
  private static String token(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "-");
  }

  private void facts(XMLStreamWriter xml) throws XMLStreamException {
    ComplianceScanStatus.Nodes nodes = report.nodes();
    if (nodes == null) {
      return;
    }
    XmlText.line(xml, 1);
    xml.writeStartElement("target-facts");
    XmlText.line(xml, 2);
    xml.writeStartElement("fact");
    xml.writeAttribute("name", "urn:plumbline:fact:nodes-evaluated");
    xml.writeAttribute("type", "number");
    xml.writeCharacters(Integer.toString(nodes.evaluated()));
    xml.writeEndElement();
    XmlText.line(xml, 1);
    xml.writeEndElement();
  }

  private void rule(RequirementResult result, XMLStreamWriter xml) throws XMLStreamException {
    Map<String, String> identifiers = result.requirement().identifiers();
    XmlText.line(xml, 1);
    xml.writeStartElement("rule-result");
    xml.writeAttribute(
        "idref",
        identifiers.containsKey("rule")
            ? id("rule", identifiers.get("rule") + "_rule")
            : id("rule", benchmarkId() + "_" + result.number()));
    xml.writeAttribute("severity", result.severity());
    xml.writeAttribute("time", time);
    if (identifiers.containsKey("id")) {
      xml.writeAttribute("version", identifiers.get("id"));
    }
    XmlText.element(xml, 2, "result", value(result));
    for (String cci : result.requirement().ccis()) {
      ident(CCI, cci, xml);
    }
    ident(CONTROL, result.requirement().control(), xml);
    if (result.result().isPresent()) {
      for (NodeFinding finding : result.result().get().findings()) {
        message(finding, xml);
      }
    }
    XmlText.line(xml, 1);
    xml.writeEndElement();
  }

  private static void ident(String system, String name, XMLStreamWriter xml)
      throws XMLStreamException {
    XmlText.line(xml, 2);
    xml.writeStartElement("ident");
    xml.writeAttribute("system", system);
    xml.writeCharacters(XmlText.clean(name));
    xml.writeEndElement();
  }

  private static void message(NodeFinding finding, XMLStreamWriter xml) throws XMLStreamException {
    XmlText.line(xml, 2);
    xml.writeStartElement("message");
    xml.writeAttribute(
        "severity",
        switch (finding.status()) {
          case Error -> "error";
          case Fail, Manual, Waived -> "warning";
          case Pass, NotApplicable -> "info";
        });
    xml.writeCharacters(XmlText.clean(RequirementResult.detail(finding)));
    xml.writeEndElement();
  }

  private static String value(RequirementResult result) {
    return result.status().map(Xccdf::value).orElse("notselected");
  }

  private static String value(Status status) {
    return switch (status) {
      case Pass -> "pass";
      case Fail, Waived -> "fail";
      case NotApplicable -> "notapplicable";
      case Manual, Error -> "notchecked";
    };
  }

  private void score(XMLStreamWriter xml) throws XMLStreamException {
    List<String> values = results.stream().map(Xccdf::value).toList();
    long passed = values.stream().filter("pass"::equals).count();
    long failed = values.stream().filter("fail"::equals).count();
    XmlText.line(xml, 1);
    xml.writeStartElement("score");
    xml.writeAttribute("system", SCORING);
    xml.writeAttribute("maximum", Long.toString(passed + failed));
    xml.writeCharacters(Long.toString(passed));
    xml.writeEndElement();
  }
}
