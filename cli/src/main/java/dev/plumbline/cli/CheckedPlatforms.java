package dev.plumbline.cli;

import dev.plumbline.distribution.Distributions;
import dev.plumbline.distribution.Recognition;
import dev.plumbline.engine.catalogue.BenchmarkChoice;
import dev.plumbline.engine.catalogue.BenchmarkFit;
import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.Platform;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.evaluation.ReleaseHints;
import dev.plumbline.engine.flags.Release;
import dev.plumbline.evidence.Evidence;
import dev.plumbline.report.Selection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the files of a check are of, as far as they show: whether the benchmarks were written for
 * it.
 *
 * @param platforms one for each file that configures a component; an unknown one without any
 */
record CheckedPlatforms(Catalogue catalogue, List<Platform> platforms) {

  static CheckedPlatforms of(
      Catalogue catalogue, Map<String, Evidence> sources, ReleaseHints hints) {
    List<Platform> platforms =
        sources.entrySet().stream()
            .filter(source -> !source.getValue().components().isEmpty())
            .map(source -> platform(source.getKey(), source.getValue(), hints))
            .toList();
    return new CheckedPlatforms(
        catalogue, platforms.isEmpty() ? List.of(Platform.unknown("what was checked")) : platforms);
  }

  private static Platform platform(String source, Evidence evidence, ReleaseHints hints) {
    Map<String, Release> releases = Engine.releases(evidence, hints);
    String version =
        Stream.concat(Stream.of("kube-apiserver", "kubelet"), releases.keySet().stream())
            .filter(component -> !component.equals("etcd"))
            .flatMap(component -> Stream.ofNullable(releases.get(component)))
            .filter(Release.Known.class::isInstance)
            .map(release -> ((Release.Known) release).version())
            .findFirst()
            .orElse("");
    return Platform.of(
        source.equals(ErrorLines.HOST) ? "this node" : source,
        version,
        Distributions.recognize(Recognition.Node.of(evidence).withVersion(version)));
  }

  /** The selection with whether its benchmark was written for all of the files. */
  Selection.Chosen fitted(Selection.Chosen chosen) {
    return platforms.stream()
        .map(platform -> fit(chosen, platform))
        .filter(fit -> !fit.isMatch())
        .findFirst()
        .map(fit -> chosen.because(chosen.basis(), fit))
        .orElse(chosen);
  }

  private BenchmarkFit fit(Selection.Chosen chosen, Platform platform) {
    BenchmarkFit fit = BenchmarkFit.of(chosen.benchmark().heading(), platform);
    if (fit.reason() == BenchmarkFit.Reason.ReleaseUnknown) {
      return fit.withRemedy("--kubernetes-version names it.");
    }
    BenchmarkChoice better = BenchmarkChoice.of(catalogue, platform);
    return fit.withRemedy(
        "--benchmark chooses another"
            + Optional.of(better)
                .filter(choice -> choice.fit().isMatch())
                .map(choice -> ", such as " + choice.benchmark().name())
                .orElse("")
            + ".");
  }
}
