package dev.plumbline.report.format;

import com.contrastsecurity.sarif.ArtifactLocation;
import com.contrastsecurity.sarif.Location;
import com.contrastsecurity.sarif.LogicalLocation;
import com.contrastsecurity.sarif.PartialFingerprints;
import com.contrastsecurity.sarif.PhysicalLocation;
import com.contrastsecurity.sarif.Region;
import dev.plumbline.report.Fingerprint;
import dev.plumbline.report.model.ComplianceReportStatus.ControlResult;
import dev.plumbline.report.model.ComplianceReportStatus.Evidence;
import dev.plumbline.report.model.ComplianceReportStatus.NodeFinding;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Where a SARIF result was found: its location, and the fingerprint that follows from it. */
final class SarifPlaces {

  private SarifPlaces() {}

  static Location location(NodeFinding finding, Optional<Evidence> place) {
    Location location = new Location();
    place.ifPresent(
        ref ->
            location.setPhysicalLocation(
                new PhysicalLocation()
                    .withArtifactLocation(artifact(ref.file()))
                    .withRegion(
                        new Region()
                            .withStartLine(ref.line())
                            .withStartColumn(ref.columnOrFirst()))));
    Set<LogicalLocation> nodes = new LinkedHashSet<>();
    finding.nodes().stream()
        .filter(node -> place.filter(ref -> ref.file().equals(node)).isEmpty())
        .forEach(node -> nodes.add(new LogicalLocation().withName(node).withKind("resource")));
    if (!nodes.isEmpty()) {
      location.setLogicalLocations(nodes);
    }
    return location;
  }

  /** A path of the repository as it is, and one of a node as a URI. */
  private static ArtifactLocation artifact(String file) {
    String encoded = URI.create("file:///").resolve(path(file)).getRawPath();
    return file.startsWith("/")
        ? new ArtifactLocation().withUri("file://" + encoded)
        : new ArtifactLocation().withUri(encoded.substring(1)).withUriBaseId("%SRCROOT%");
  }

  private static URI path(String file) {
    try {
      String path = file.replace('\\', '/').replaceFirst("^(\\./)+", "");
      return new URI(null, null, path.startsWith("/") ? path : "/" + path, null);
    } catch (java.net.URISyntaxException e) {
      return URI.create("/unnamed");
    }
  }

  /** The same while lines move: from the control, the file and its text at that place. */
  static PartialFingerprints fingerprint(
      ControlResult control, NodeFinding finding, Optional<Evidence> place) {
    String fingerprint =
        place
            .map(ref -> Fingerprint.of(control.name(), ref.file(), ref.text()))
            .orElseGet(() -> Fingerprint.ofNodes(control.name(), finding.nodes()));
    PartialFingerprints fingerprints = new PartialFingerprints();
    fingerprints.setAdditionalProperty(Fingerprint.KEY, fingerprint);
    return fingerprints;
  }
}
