package dev.plumbline.cli;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import java.util.List;
import java.util.Set;

/** What a check evaluates. */
sealed interface CheckInput permits CheckedFiles, CheckedBundle {

  /** What it is of, as far as it shows. */
  CheckedPlatforms platforms(Catalogue shipped);

  Checked evaluate(CheckRules rules);

  /** Why something could not be determined, a sentence each; empty when all could. */
  Set<String> undetermined(List<ControlResult> results);

  /** Whether a source of findings that was not read this time may still be there. */
  boolean mayExist(String source);
}
