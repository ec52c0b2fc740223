package dev.plumbline.operator.run;

import dev.plumbline.operator.api.ComplianceReport;
import dev.plumbline.operator.api.ComplianceScan;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/** The caches exist only once the controller is registered, after what reads them is made. */
final class LateObjects implements ScanObjects {

  private volatile Optional<ScanObjects> source = Optional.empty();

  void are(ScanObjects objects) {
    source = Optional.of(objects);
  }

  private ScanObjects source() {
    return source.orElseThrow(() -> new IllegalStateException("The controller is not registered."));
  }

  @Override
  public List<Node> nodes() {
    return source().nodes();
  }

  @Override
  public List<Job> jobs(ComplianceScan scan) {
    return source().jobs(scan);
  }

  @Override
  public List<Pod> pods(ComplianceScan scan) {
    return source().pods(scan);
  }

  @Override
  public List<ComplianceReport> reports(ComplianceScan scan) {
    return source().reports(scan);
  }

  @Override
  public List<Pod> staticPods() {
    return source().staticPods();
  }

  @Override
  public List<Pod> kubeProxies(String node) {
    return source().kubeProxies(node);
  }

  @Override
  public void created(Job job) {
    source().created(job);
  }
}
