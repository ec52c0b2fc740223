package dev.plumbline.report.format;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of a benchmark: the controls whose numbers have the same beginning; where numbers have
 * no parts, those of one component.
 *
 * @param id for links within the page
 * @param controls failures first, else in the benchmark's order
 */
record HtmlSection(String id, String title, List<ControlResult> controls) {

  private static final Pattern NUMBER =
      Pattern.compile("((?:[A-Za-z0-9]+\\.)*[A-Za-z0-9]+)\\.\\w+");

  private static final int MAX_SUBJECTS = 3;

  static List<HtmlSection> of(List<ControlResult> controls, Catalogue catalogue) {
    Map<String, List<ControlResult>> grouped = new LinkedHashMap<>();
    for (ControlResult control : controls) {
      grouped.computeIfAbsent(prefix(control, catalogue), key -> new ArrayList<>()).add(control);
    }
    List<HtmlSection> sections = new ArrayList<>();
    grouped.forEach(
        (prefix, of) ->
            sections.add(
                new HtmlSection(
                    "section-" + prefix.replaceAll("[^A-Za-z0-9]+", "-"),
                    title(prefix, of, catalogue),
                    of.stream()
                        .sorted(
                            Comparator.comparingInt(
                                control -> Status.WORST_FIRST.indexOf(control.status())))
                        .toList())));
    return List.copyOf(sections);
  }

  private static String prefix(ControlResult control, Catalogue catalogue) {
    Matcher number = NUMBER.matcher(control.id());
    return number.matches() ? number.group(1) : subject(control, catalogue);
  }

  /** A benchmark's own titles are its publisher's; what its controls are about is ours. */
  private static String title(String prefix, List<ControlResult> controls, Catalogue catalogue) {
    Set<String> subjects = new LinkedHashSet<>();
    controls.forEach(control -> subjects.add(subject(control, catalogue)));
    if (subjects.contains(prefix)) {
      return prefix;
    }
    List<String> named = subjects.stream().limit(MAX_SUBJECTS).toList();
    return prefix
        + " "
        + String.join(", ", named)
        + (subjects.size() > named.size() ? " and more" : "");
  }

  private static String subject(ControlResult control, Catalogue catalogue) {
    return catalogue.named(control.name()).map(HtmlSection::subject).orElse("Other controls");
  }

  private static String subject(Control control) {
    return switch (control.component()) {
      case "kube-apiserver" -> "API server";
      case "kube-controller-manager" -> "Controller manager";
      case "kube-scheduler" -> "Scheduler";
      case "kube-proxy" -> "kube-proxy";
      case "kubelet" -> "Kubelet";
      case "etcd" -> "etcd";
      case "node" -> "Files of nodes";
      case "cluster" -> "Objects of the cluster";
      default -> control.component();
    };
  }
}
