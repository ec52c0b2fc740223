package dev.plumbline.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.report.model.ComplianceReportStatus;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import dev.plumbline.report.model.Condition;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps a report below the size that the API server stores. It refuses an object over about 1.5 MiB
 * with a status that clients retry without end.
 */
public final class ReportSize {

  public static final int MAX_BYTES = 900 * 1024;

  /** False when details were left out; not there otherwise. */
  public static final String TYPE = "ReportComplete";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Conditions have messages of their own limits; this is a backstop. */
  private static final int MAX_CONDITION = 8 * 1024;

  private ReportSize() {}

  /**
   * How much of a report is kept.
   *
   * @param history entries, the newest first
   * @param evidence lines of a finding, and as many commands
   * @param message characters of a finding's message, and of a diff
   * @param findings of a control, the worst first
   */
  private record Limits(int history, int evidence, int message, int findings) {

    /** The least important details go first: they are still in the cluster or on the nodes. */
    static final List<Limits> EVER_LESS =
        List.of(
            new Limits(20, 16, 4_000, Integer.MAX_VALUE),
            new Limits(10, 8, 2_000, 64),
            new Limits(5, 4, 1_000, 32),
            new Limits(3, 2, 500, 16),
            new Limits(2, 1, 300, 8),
            new Limits(1, 1, 200, 4),
            new Limits(0, 0, 120, 2),
            new Limits(0, 0, 60, 1),
            new Limits(0, 0, 0, 0));
  }

  /** Counts what is left out of a report. */
  private static final class LeftOut {
    private int findings;
    private int details;
    private int history;

    private boolean isNothing() {
      return findings + details + history == 0;
    }

    private String message() {
      List<String> what = new ArrayList<>();
      add(what, findings, "finding", "findings");
      add(what, details, "detail of a finding", "details of findings");
      add(what, history, "entry of the history", "entries of the history");
      return "To fit into one object, "
          + String.join(", ", what)
          + " had to be left out. Statuses and counts are complete. Evaluate fewer controls by one"
          + " scan (spec.controls) to have them all.";
    }

    private static void add(List<String> to, int count, String one, String many) {
      if (count > 0) {
        to.add(count + " " + (count == 1 ? one : many));
      }
    }
  }

  /**
   * The report, or one with fewer details, the least important left out first, until it fits.
   * Statuses and counts stay true, and a condition counts what was left out.
   */
  public static ComplianceReportStatus fitted(ComplianceReportStatus report) {
    return fittedBeside(report, 0);
  }

  /**
   * The same, with room for what is added to it.
   *
   * @param reserved bytes that the report leaves free
   */
  public static ComplianceReportStatus fittedBeside(ComplianceReportStatus report, int reserved) {
    int room = MAX_BYTES - reserved;
    if (fits(report, room)) {
      return report;
    }
    ComplianceReportStatus fitted = report;
    for (Limits limits : Limits.EVER_LESS) {
      fitted = cut(report, limits);
      if (fits(fitted, room)) {
        return fitted;
      }
    }
    // More controls than any benchmark has: the counts and the conditions are left.
    return fitted.withControls(List.of());
  }

  /** Without holding it as text: a report may be larger than any string. */
  private static boolean fits(ComplianceReportStatus report, int room) {
    try {
      JSON.writeValue(new Room(room), report);
      return true;
    } catch (NoRoom e) {
      return false;
    } catch (IOException e) {
      throw new IllegalStateException("a report could not be serialised", e);
    }
  }

  /** Takes a number of bytes, and keeps none of them. */
  private static final class Room extends OutputStream {
    private long left;

    private Room(long bytes) {
      this.left = bytes;
    }

    @Override
    public void write(int b) throws NoRoom {
      take(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws NoRoom {
      take(length);
    }

    private void take(int bytes) throws NoRoom {
      left -= bytes;
      if (left < 0) {
        throw new NoRoom();
      }
    }
  }

  private static final class NoRoom extends IOException {
    @Serial private static final long serialVersionUID = 1L;
  }

  /** A report as it is stored. */
  public static String json(ComplianceReportStatus report) {
    try {
      return JSON.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report could not be serialised", e);
    }
  }

  private static ComplianceReportStatus cut(ComplianceReportStatus report, Limits limits) {
    LeftOut leftOut = new LeftOut();
    int history = Math.min(limits.history(), report.history().size());
    leftOut.history = report.history().size() - history;
    ComplianceReportStatus cut =
        report
            .withControls(report.controls().stream().map(c -> cut(c, limits, leftOut)).toList())
            .withHistory(report.history().subList(0, history));
    return cut.withConditions(conditions(report, leftOut));
  }

  private static List<Condition> conditions(ComplianceReportStatus report, LeftOut leftOut) {
    Stream<Condition> bounded =
        report.conditions().stream()
            .filter(condition -> !condition.type().equals(TYPE))
            .map(
                condition ->
                    condition.withMessage(Printable.cut(condition.message(), MAX_CONDITION)));
    return leftOut.isNothing()
        ? bounded.toList()
        : Stream.concat(bounded, Stream.of(incomplete(report, leftOut))).toList();
  }

  private static Condition incomplete(ComplianceReportStatus report, LeftOut leftOut) {
    Condition any = report.conditions().isEmpty() ? null : report.conditions().get(0);
    return new Condition(
        TYPE,
        "False",
        "DetailsLeftOut",
        leftOut.message(),
        any == null ? null : any.observedGeneration(),
        report
            .condition(TYPE)
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> String.valueOf(report.lastEvaluationTime())));
  }

  private static ControlResult cut(ControlResult control, Limits limits, LeftOut leftOut) {
    int kept = Math.min(limits.findings(), control.findings().size());
    leftOut.findings += control.findings().size() - kept;
    return control.withFindings(
        control.findings().stream().limit(kept).map(f -> cut(f, limits, leftOut)).toList());
  }

  private static NodeFinding cut(NodeFinding finding, Limits limits, LeftOut leftOut) {
    String message = Printable.cut(finding.message(), limits.message());
    List<ComplianceReportStatus.Evidence> evidence =
        finding.evidence().stream().limit(limits.evidence()).toList();
    // A diff that is cut can't be applied.
    List<ComplianceReportStatus.FilePatch> patches =
        finding.patches().stream()
            .filter(patch -> patch.diff().length() <= limits.message())
            .limit(limits.evidence())
            .toList();
    List<String> commands =
        finding.commands().stream()
            .filter(command -> command.length() <= limits.message())
            .limit(limits.evidence())
            .toList();
    leftOut.details +=
        (message.equals(finding.message()) ? 0 : 1)
            + finding.evidence().size()
            - evidence.size()
            + finding.patches().size()
            - patches.size()
            + finding.commands().size()
            - commands.size();
    return new NodeFinding(
        finding.status(),
        finding.reason(),
        message,
        finding.nodes(),
        finding.nodeCount(),
        evidence,
        patches,
        commands,
        finding.comparison());
  }
}
