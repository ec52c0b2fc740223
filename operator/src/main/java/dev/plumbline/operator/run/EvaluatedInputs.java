package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceScan;
import dev.plumbline.operator.store.ReportInputs;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.input.ClusterEvidence;
import dev.plumbline.report.model.ComplianceReportStatus.Inputs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the reports of one evaluation are made from beside the evidence of nodes, ready to be
 * stored: so that a report has only digests of what will be there.
 *
 * @param cluster empty when no control is about the cluster's objects, or they are too large
 * @param definitions of the benchmarks that are not shipped, by name
 * @param tooLarge a sentence; empty when all has room
 */
record EvaluatedInputs(
    Optional<ReportInputs.Packed> cluster,
    Map<String, ReportInputs.Packed> definitions,
    Optional<String> tooLarge) {

  EvaluatedInputs {
    definitions = Map.copyOf(definitions);
  }

  static EvaluatedInputs of(ResolvedScan.Valid resolved, ClusterReading cluster) {
    Optional<ReportInputs.Packed> objects =
        resolved.isOfCluster()
            ? ClusterEvidence.of(cluster)
                .flatMap(one -> ReportInputs.pack(one.digest(), one.json()))
            : Optional.empty();
    Map<String, ReportInputs.Packed> definitions = new HashMap<>();
    resolved
        .definitions()
        .forEach(
            one ->
                ReportInputs.pack(one.digest(), one.json())
                    .ifPresent(packed -> definitions.put(one.name(), packed)));
    return new EvaluatedInputs(
        objects,
        definitions,
        Stream.of(
                Optional.of("The objects of the cluster are")
                    .filter(what -> resolved.isOfCluster() && objects.isEmpty()),
                Optional.of("The definition of a ComplianceBenchmark is")
                    .filter(what -> definitions.size() < resolved.definitions().size()))
            .flatMap(Optional::stream)
            .map(what -> what + " larger than what the operator keeps of them.")
            .reduce((one, other) -> one + " " + other));
  }

  /** Of the report on a benchmark. */
  Inputs of(String benchmark) {
    return new Inputs(
        cluster.map(ReportInputs.Packed::digest).orElse(null),
        Optional.ofNullable(definitions.get(benchmark))
            .map(ReportInputs.Packed::digest)
            .orElse(null),
        tooLarge.orElse(null));
  }

  /** Before the reports are written. */
  void store(ComplianceScan scan, ReportInputs to) {
    all().forEach(packed -> to.put(scan, packed));
  }

  /** Once every report of the scan has these: none refers to others any more. */
  void retain(ComplianceScan scan, ReportInputs in) {
    in.retain(scan, all().map(ReportInputs.Packed::digest).collect(Collectors.toSet()));
  }

  private Stream<ReportInputs.Packed> all() {
    return Stream.concat(cluster.stream(), definitions.values().stream());
  }
}
