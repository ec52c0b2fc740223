package dev.plumbline.report.format;

import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.NotEvaluated;
import dev.plumbline.report.model.Report;
import dev.plumbline.report.model.StatusCounts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JUnit's XML, as Surefire writes it and CI systems read it: a test case for each finding. What is
 * Manual, NotApplicable or Waived is skipped, with the reason.
 */
final class JUnit {

  private JUnit() {}

  static String render(Report report) {
    return XmlText.document(xml -> write(report.status(), xml));
  }

  /** A suite for each benchmark. */
  static String render(List<Report> reports) {
    return XmlText.document(
        xml -> {
          xml.writeStartElement("testsuites");
          for (Report report : reports) {
            xml.writeCharacters("\n");
            write(report.status(), xml);
          }
          xml.writeCharacters("\n");
          xml.writeEndElement();
        });
  }

  private static void write(ComplianceReportStatus report, XMLStreamWriter xml)
      throws XMLStreamException {
    String benchmark = Optional.ofNullable(report.benchmark()).orElse("plumbline");
    boolean tolerated = UnevaluatedNodes.areTolerated(report);
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", benchmark);
    xml.writeAttribute("tests", count(report, 1, Status.values()));
    xml.writeAttribute("failures", count(report, 0, Status.Fail));
    xml.writeAttribute("errors", count(report, tolerated ? 0 : 1, Status.Error));
    xml.writeAttribute(
        "skipped",
        count(report, tolerated ? 1 : 0, Status.Manual, Status.NotApplicable, Status.Waived));
    xml.writeAttribute("time", "0");
    for (NotEvaluated group : UnevaluatedNodes.of(report)) {
      testCase(benchmark, group, tolerated ? "skipped" : "error", xml);
    }
    for (ControlResult control : report.controls()) {
      for (NodeFinding finding : control.findings()) {
        testCase(benchmark, control, finding, xml);
      }
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  /** Findings with a status; groups of nodes that were not evaluated have a test case too. */
  private static String count(ComplianceReportStatus report, int ofGroup, Status... wanted) {
    Stream<Status> findings =
        report.controls().stream()
            .flatMap(control -> control.findings().stream())
            .map(NodeFinding::status);
    return Integer.toString(
        ofGroup * UnevaluatedNodes.of(report).size() + StatusCounts.ofEach(findings).of(wanted));
  }

  private static void testCase(
      String benchmark, NotEvaluated group, String element, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", benchmark + ".nodes");
    xml.writeAttribute("name", XmlText.clean(UnevaluatedNodes.title(group)));
    xml.writeAttribute("time", "0");
    xml.writeEmptyElement(element);
    xml.writeAttribute("message", XmlText.clean(String.join("\n", UnevaluatedNodes.lines(group))));
    if (element.equals("error")) {
      xml.writeAttribute("type", group.reason().name());
    }
    xml.writeEndElement();
  }

  private static void testCase(
      String benchmark, ControlResult control, NodeFinding finding, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", benchmark + "." + control.name());
    xml.writeAttribute(
        "name", XmlText.clean(control.id() + " " + control.title() + where(finding)));
    xml.writeAttribute("time", "0");
    if (!finding.evidence().isEmpty()) {
      xml.writeAttribute("file", XmlText.clean(finding.evidence().get(0).file()));
      xml.writeAttribute("line", Integer.toString(finding.evidence().get(0).line()));
    }
    switch (finding.status()) {
      case Pass -> {
        // A test case without anything in it has passed.
      }
      case Fail -> outcome("failure", control, finding, xml);
      case Error -> outcome("error", control, finding, xml);
      case Manual, NotApplicable, Waived -> {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", XmlText.clean(finding.status() + ": " + finding.message()));
      }
    }
    xml.writeEndElement();
  }

  private static String where(NodeFinding finding) {
    return finding.nodes().isEmpty() ? "" : " [" + finding.nodesInWords() + "]";
  }

  private static void outcome(
      String element, ControlResult control, NodeFinding finding, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("message", XmlText.clean(finding.message()));
    xml.writeAttribute("type", finding.reason().name());
    xml.writeCharacters(XmlText.clean(text(finding) + "\n" + control.remediation()));
    xml.writeEndElement();
  }

  private static String text(NodeFinding finding) {
    StringBuilder out = new StringBuilder();
    out.append("  ").append(finding.status()).append(" (").append(finding.reason()).append(")");
    out.append(finding.nodes().isEmpty() ? "" : " on " + finding.nodesInWords()).append('\n');
    out.append("    ").append(finding.message()).append('\n');
    for (Evidence ref : finding.evidence()) {
      out.append("    ").append(ref.file()).append(':').append(ref.line());
      out.append(ref.column() == null ? "" : ":" + ref.column());
      out.append(ref.text().isEmpty() ? "" : "  " + ref.text()).append('\n');
    }
    finding.commands().forEach(command -> out.append("    # ").append(command).append('\n'));
    finding.patches().forEach(patch -> out.append('\n').append(patch.diff().indent(4)));
    return out.toString();
  }
}
