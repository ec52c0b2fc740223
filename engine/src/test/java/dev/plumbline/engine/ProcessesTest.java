package dev.plumbline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Reason;
import dev.plumbline.engine.finding.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is the node's API server by what the kernel says of it, and what runs is held against
 * what is written.
 */
class ProcessesTest {

  private static final String CONTROL = "apiserver-authorization-mode-not-always-allow";
  private static final String STATIC_POD =
      "0::/kubepods/burstable/pod0123456789abcdef0123456789abcdef/c0ffee";
  private static final String OTHER_POD =
      "0::/kubepods/burstable/pod01234567-89ab-cdef-0123-456789abcdef/c0ffee";
  private static final String OTHER_POD_SYSTEMD =
      "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod01234567_89ab_cdef_0123_456789abcdef.slice/cri-containerd-c0ffee.scope";
  private static final String STATIC_POD_SYSTEMD =
      "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0123456789abcdef0123456789abcdef.slice/cri-containerd-c0ffee.scope";
  private static final String HOST = "0::/system.slice/kube-apiserver.service";
  private static final String OPEN = "--authorization-mode=AlwaysAllow";
  private static final String STRICT = "--authorization-mode=RBAC";

  @TempDir private Path temp;

  private HostRoot host() throws IOException {
    return HostRoot.in(temp);
  }

  @Test
  void aServiceOfTheHostCounts() throws IOException {
    assertThat(
            host()
                .process(7, "0", HOST, "/usr/bin/kube-apiserver", OPEN)
                .evaluate(CONTROL)
                .status())
        .isEqualTo(Status.Fail);
  }

  @Test
  void aStaticPodsProcessCounts() throws IOException {
    assertThat(
            host().process(7, "0", STATIC_POD, "kube-apiserver", OPEN).evaluate(CONTROL).status())
        .isEqualTo(Status.Fail);
    assertThat(
            host()
                .process(7, "0", STATIC_POD_SYSTEMD, "kube-apiserver", STRICT)
                .evaluate(CONTROL)
                .status())
        .isEqualTo(Status.Pass);
  }

  @Test
  void aVirtualClustersApiServerDoesNot() throws IOException {
    for (String cgroup :
        new String[] {
          OTHER_POD,
          OTHER_POD_SYSTEMD,
          OTHER_POD + "/kubepods/pod0123456789abcdef0123456789abcdef/x"
        }) {
      Finding finding = host().process(7, "0", cgroup, "kube-apiserver", OPEN).evaluate(CONTROL);
      assertThat(finding.status()).isEqualTo(Status.NotApplicable);
      assertThat(finding.message()).contains("belongs to the pod of a workload");
    }
  }

  @Test
  void aContainerOutsideTheKubeletCounts() throws IOException {
    assertThat(
            host()
                .process(7, "0", "0::/docker/0123456789abcdef", "kube-apiserver", OPEN)
                .evaluate(CONTROL)
                .status())
        .isEqualTo(Status.Fail);
  }

  @Test
  void anEditorWithTheNameInItsArgumentsDoesNot() throws IOException {
    assertThat(
            host().process(7, "0", HOST, "vim", "kube-apiserver", OPEN).evaluate(CONTROL).status())
        .isEqualTo(Status.NotApplicable);
  }

  @Test
  void aServiceOfAnotherUserCounts() throws IOException {
    assertThat(host().process(7, "998", HOST, "kube-apiserver", OPEN).evaluate(CONTROL).status())
        .isEqualTo(Status.Fail);
  }

  @Test
  void aUsersOwnProcessIsAnErrorThatNamesIt() throws IOException {
    String session = "0::/user.slice/user-1000.slice/session-2.scope";
    Finding finding = host().process(7, "1000", session, "kube-apiserver").evaluate(CONTROL);
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("process 7", "user 1000", "/user.slice/user-1000.slice");
  }

  @Test
  void aProcessWhoseOwnerCantBeReadIsAnError() throws IOException {
    host().file("/proc/7/cmdline", "kube-apiserver\0" + STRICT + "\0");
    assertThat(host().evaluate(CONTROL).status()).isEqualTo(Status.Error);
  }

  @Test
  void aCommandLineTooLongToReadIsNoPass() throws IOException {
    String[] argv = {"kube-apiserver", OPEN, "x".repeat(3 * 1024 * 1024)};
    Finding hidden = host().apiServer(STRICT).process(7, "0", STATIC_POD, argv).evaluate(CONTROL);
    assertThat(hidden.status()).isEqualTo(Status.Error);
    assertThat(hidden.message()).contains("/proc/7/cmdline");

    // Another pod can't spoil the node's verdict that way.
    assertThat(host().process(7, "0", OTHER_POD, argv).evaluate(CONTROL).status())
        .isEqualTo(Status.Pass);
  }

  @Test
  void failsWhenOnlyTheRunningProcessWould() throws IOException {
    Finding finding =
        host()
            .apiServer(STRICT)
            .process(7, "0", STATIC_POD, "kube-apiserver", OPEN)
            .evaluate(CONTROL);
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.reason()).isEqualTo(Reason.Drift);
    assertThat(finding.message())
        .contains("running process")
        .contains("AlwaysAllow")
        .contains("drift");
    assertThat(finding.patches()).isEmpty();
  }

  @Test
  void failsWhenOnlyTheManifestWould() throws IOException {
    Finding finding =
        host()
            .apiServer(OPEN)
            .process(7, "0", STATIC_POD, "kube-apiserver", STRICT)
            .evaluate(CONTROL);
    assertThat(finding.status()).isEqualTo(Status.Fail);
    assertThat(finding.reason()).isEqualTo(Reason.Drift);
    assertThat(finding.patches()).hasSize(1);
  }

  @Test
  void otherArgumentsThatComeToTheSameAreSaid() throws IOException {
    Finding finding =
        host()
            .apiServer(STRICT, "--profiling=false")
            .process(7, "0", STATIC_POD, "kube-apiserver", STRICT)
            .evaluate(CONTROL);
    assertThat(finding.status()).isEqualTo(Status.Pass);
    assertThat(finding.message()).contains("other arguments");
  }

  @Test
  void aManifestWithoutItsProcessIsSaid() throws IOException {
    Finding finding = host().apiServer(STRICT).process(1, "0", "0::/", "systemd").evaluate(CONTROL);
    assertThat(finding.message()).contains("No such process is running.");
  }

  /**
   * EvidenceRef on a real 1.36.3: "reloading authorization config: missing required types:
   * [AlwaysAllow]".
   */
  @Test
  void aConfigurationChangedUnderARunningServerIsNotInForce() throws IOException {
    String file = HostRoots.FILES + "/authz.yaml";
    String flag = "--authorization-config=" + file;
    HostRoot host = host().apiServer(flag).process(7, "0", STATIC_POD, "kube-apiserver", flag);
    host.file(
        file,
        "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers:\n- {type: RBAC, name: rbac}\n");
    startedAt(host, Instant.now().minusSeconds(3600));
    Finding finding = host.evaluate(CONTROL);
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("until a restart");

    startedAt(host, Instant.now().plusSeconds(60));
    assertThat(host.evaluate(CONTROL).status()).isEqualTo(Status.Pass);
  }

  private static void startedAt(HostRoot host, Instant start) throws IOException {
    host.file("/proc/stat", "cpu 1 2 3\nbtime " + (start.getEpochSecond() - 100) + "\n");
    host.file("/proc/7/stat", "7 (a) b) S " + "0 ".repeat(18) + "10000 0 0\n");
  }

  @Test
  void aComponentWithinK3sIsAnErrorAndNotAbsentWhereItsOptionsAreNotKnown() throws IOException {
    HostRoot host =
        HostRoot.in(temp.resolve("k3s"))
            .process(7, "0", "0::/system.slice/k3s.service", "/usr/local/bin/k3s server", "");
    Finding finding = host.evaluate("apiserver-authorization-mode-not-always-allow");
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("k3s");

    HostRoot agent =
        HostRoot.in(temp.resolve("agent"))
            .process(7, "0", "0::/system.slice/k3s.service", "/usr/local/bin/k3s agent", "");
    assertThat(agent.evaluate("kubelet-anonymous-auth-off").status()).isEqualTo(Status.Error);
    assertThat(agent.evaluate("apiserver-profiling-off").status()).isEqualTo(Status.NotApplicable);
  }
}
