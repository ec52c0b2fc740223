package dev.plumbline.report.format;

import dev.plumbline.report.format.StigChecklist.ReviewStatus;
import dev.plumbline.report.format.StigChecklist.Rule;
import dev.plumbline.report.model.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checklist of STIG Viewer 3, as JSON. DISA publishes no schema of it: the fields and their
 * order are those of checklists that the viewer writes.
 */
final class Cklb {

  private final StigChecklist checklist;

  private Cklb(StigChecklist checklist) {
    this.checklist = checklist;
  }

  static String render(Report report) {
    return ObjectText.json(new Cklb(StigChecklist.of(report, "cklb")).document());
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("title", checklist.report().name() + " " + checklist.stig().title());
    document.put("id", uuid("checklist"));
    document.put("stigs", List.of(stig()));
    document.put("active", true);
    document.put("mode", 2);
    document.put("has_path", false);
    document.put("target_data", target());
    document.put("cklb_version", "1.0");
    return document;
  }

  private String uuid(String name) {
    return checklist.uuid(name).toString();
  }

  private Map<String, Object> target() {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("target_type", "Computing");
    target.put("host_name", checklist.report().name());
    for (String field : List.of("ip_address", "mac_address", "fqdn")) {
      target.put(field, "");
    }
    target.put(
        "comments", String.join(" ", new ReviewedStatus(checklist.report().status()).remarks()));
    target.put("role", "None");
    target.put("is_web_database", false);
    for (String field : List.of("technology_area", "web_db_site", "web_db_instance")) {
      target.put(field, "");
    }
    target.put("classification", null);
    return target;
  }

  private Map<String, Object> stig() {
    Map<String, Object> stig = new LinkedHashMap<>();
    stig.put("stig_name", checklist.title());
    stig.put("display_name", checklist.stig().title());
    stig.put("stig_id", checklist.identifier("id"));
    stig.put("release_info", checklist.releaseInfo());
    stig.put("version", checklist.identifier("version"));
    stig.put("uuid", uuid("stig"));
    stig.put("reference_identifier", "");
    stig.put("size", checklist.rules().size());
    stig.put("rules", checklist.rules().stream().map(this::rule).toList());
    return stig;
  }

  private Map<String, Object> rule(Rule rule) {
    Map<String, Object> written = new LinkedHashMap<>();
    String group = rule.identifier("group");
    written.put("group_id_src", rule.number());
    written.put(
        "group_tree",
        List.of(
            new LinkedHashMap<>(Map.of("id", rule.number(), "title", group, "description", ""))));
    written.put("group_id", rule.number());
    written.put("severity", rule.result().severity());
    written.put("group_title", group);
    written.put("rule_id_src", rule.identifier("rule") + "_rule");
    written.put("rule_id", rule.identifier("rule"));
    written.put("rule_version", rule.identifier("id"));
    written.put("rule_title", rule.result().title());
    written.put("fix_text", rule.fix());
    written.put("weight", "10.0");
    written.put("check_content", rule.check());
    written.put("check_content_ref", Map.of("href", checklist.identifier("id"), "name", "M"));
    written.put("classification", "Unclassified");
    written.put("discussion", rule.discussion());
    written.put("false_positives", "");
    written.put("false_negatives", "");
    written.put("documentable", "false");
    for (String field :
        List.of(
            "security_override_guidance",
            "potential_impacts",
            "third_party_tools",
            "ia_controls",
            "responsibility",
            "mitigations",
            "mitigation_control")) {
      written.put(field, "");
    }
    written.put("legacy_ids", List.of());
    written.put("ccis", rule.result().requirement().ccis());
    written.put("reference_identifier", "");
    written.put("uuid", uuid(rule.number()));
    written.put("stig_uuid", uuid("stig"));
    written.put("status", status(rule.status()));
    written.put("overrides", Map.of());
    written.put("comments", rule.comments());
    written.put("finding_details", rule.details());
    written.put("srg_id", group);
    return written;
  }

  private static String status(ReviewStatus status) {
    return switch (status) {
      case Open -> "open";
      case NotAFinding -> "not_a_finding";
      case Not_Applicable -> "not_applicable";
      case Not_Reviewed -> "not_reviewed";
    };
  }
}
