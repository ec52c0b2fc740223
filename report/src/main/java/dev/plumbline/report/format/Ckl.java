package dev.plumbline.report.format;

import dev.plumbline.report.format.StigChecklist.Rule;
import dev.plumbline.report.model.Report;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The checklist of STIG Viewer 2, as XML. DISA publishes no description of it but its schema. */
final class Ckl {

  private final StigChecklist checklist;

  private Ckl(StigChecklist checklist) {
    this.checklist = checklist;
  }

  static String render(Report report) {
    return XmlText.document(new Ckl(StigChecklist.of(report, "ckl"))::write);
  }

  private void write(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("CHECKLIST");
    start("ASSET", 1, xml);
    for (var field : asset().entrySet()) {
      XmlText.element(xml, 2, field.getKey(), field.getValue());
    }
    end(1, xml);
    start("STIGS", 1, xml);
    start("iSTIG", 2, xml);
    start("STIG_INFO", 3, xml);
    for (var field : info().entrySet()) {
      start("SI_DATA", 4, xml);
      XmlText.element(xml, 5, "SID_NAME", field.getKey());
      XmlText.element(xml, 5, "SID_DATA", field.getValue());
      end(4, xml);
    }
    end(3, xml);
    for (Rule rule : checklist.rules()) {
      vulnerability(rule, xml);
    }
    end(2, xml);
    end(1, xml);
    end(0, xml);
  }

  private static void start(String name, int depth, XMLStreamWriter xml) throws XMLStreamException {
    XmlText.line(xml, depth);
    xml.writeStartElement(name);
  }

  private static void end(int depth, XMLStreamWriter xml) throws XMLStreamException {
    XmlText.line(xml, depth);
    xml.writeEndElement();
  }

  private Map<String, String> asset() {
    Map<String, String> asset = new LinkedHashMap<>();
    asset.put("ROLE", "None");
    asset.put("ASSET_TYPE", "Computing");
    asset.put("HOST_NAME", checklist.report().name());
    asset.put("HOST_IP", "");
    asset.put("HOST_MAC", "");
    asset.put("HOST_FQDN", "");
    asset.put(
        "TARGET_COMMENT",
        String.join(" ", new ReviewedStatus(checklist.report().status()).remarks()));
    asset.put("TECH_AREA", "");
    asset.put("TARGET_KEY", "");
    asset.put("WEB_OR_DATABASE", "false");
    asset.put("WEB_DB_SITE", "");
    asset.put("WEB_DB_INSTANCE", "");
    return asset;
  }

  private Map<String, String> info() {
    Map<String, String> info = new LinkedHashMap<>();
    info.put("version", checklist.identifier("version"));
    info.put("classification", "UNCLASSIFIED");
    info.put("stigid", checklist.identifier("id"));
    info.put("description", "Evaluated by Plumbline; the words are Plumbline's own.");
    info.put("releaseinfo", checklist.releaseInfo());
    info.put("title", checklist.title());
    info.put("uuid", checklist.uuid("stig").toString());
    return info;
  }

  private void vulnerability(Rule rule, XMLStreamWriter xml) throws XMLStreamException {
    start("VULN", 3, xml);
    for (var field : attributes(rule).entrySet()) {
      data(field.getKey(), field.getValue(), xml);
    }
    for (String cci : rule.result().requirement().ccis()) {
      data("CCI_REF", cci, xml);
    }
    XmlText.element(xml, 4, "STATUS", rule.status().name());
    XmlText.element(xml, 4, "FINDING_DETAILS", rule.details());
    XmlText.element(xml, 4, "COMMENTS", rule.comments());
    XmlText.element(xml, 4, "SEVERITY_OVERRIDE", "");
    XmlText.element(xml, 4, "SEVERITY_JUSTIFICATION", "");
    end(3, xml);
  }

  private static void data(String name, String value, XMLStreamWriter xml)
      throws XMLStreamException {
    start("STIG_DATA", 4, xml);
    XmlText.element(xml, 5, "VULN_ATTRIBUTE", name);
    XmlText.element(xml, 5, "ATTRIBUTE_DATA", value);
    end(4, xml);
  }

  private Map<String, String> attributes(Rule rule) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Vuln_Num", rule.number());
    all.put("Severity", rule.result().severity());
    all.put("Group_Title", rule.identifier("group"));
    all.put("Rule_ID", rule.identifier("rule") + "_rule");
    all.put("Rule_Ver", rule.identifier("id"));
    all.put("Rule_Title", rule.result().title());
    all.put("Vuln_Discuss", rule.discussion());
    all.put("IA_Controls", "");
    all.put("Check_Content", rule.check());
    all.put("Fix_Text", rule.fix());
    all.put("False_Positives", "");
    all.put("False_Negatives", "");
    all.put("Documentable", "false");
    all.put("Mitigations", "");
    all.put("Potential_Impact", "");
    all.put("Third_Party_Tools", "");
    all.put("Mitigation_Control", "");
    all.put("Responsibility", "");
    all.put("Security_Override_Guidance", "");
    all.put("Check_Content_Ref", "M");
    all.put("Weight", "10.0");
    all.put("Class", "Unclass");
    all.put(
        "STIGRef",
        checklist.title()
            + " :: Version "
            + checklist.identifier("version")
            + ", "
            + checklist.releaseInfo());
    all.put("TargetKey", "");
    all.put("STIG_UUID", checklist.uuid("stig").toString());
    return all;
  }
}
