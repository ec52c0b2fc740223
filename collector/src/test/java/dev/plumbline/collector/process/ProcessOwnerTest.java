package dev.plumbline.collector.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose a process is, by its cgroup and not by its user (B2). */
class ProcessOwnerTest {

  private static final String HEX = "0123456789abcdef0123456789abcdef";
  private static final String UUID = "01234567-89ab-cdef-0123-456789abcdef";

  @ParameterizedTest(name = "{1} {2}")
  @CsvSource({
    "Node, 0, 0::/system.slice/kubelet.service",
    "Node, 998, 0::/system.slice/k0scontroller.service",
    "Node, 0, 0::/init.scope",
    "Node, 0, 0::/",
    "Node, 65534, 0::/podruntime/kubelet",
    "Node, 0, 0::/../../../../system.slice/kubelet.service",
    "Node, 0, 0::/user.slice/user-0.slice/session-1.scope",
    "Node, 1000, '12:pids:/system.slice/etcd.service|1:name=systemd:/system.slice/etcd.service'",
    "StaticPod, 0, 0::/kubepods/burstable/podHEX/c0ffee",
    "StaticPod, 2000, 0::/kubepods/burstable/podHEX/c0ffee",
    "StaticPod, 0, 0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podHEX.slice/cri-containerd-0123456789abcdef.scope",
    "StaticPod, 0, 0::/../../burstable/podHEX/c0ffee",
    "StaticPod, 0, 0::/kubepods.slice/kubepods-podHEX.slice/docker-0123456789abcdef.scope",
    "Pod, 0, 0::/kubepods/burstable/podUUID/c0ffee",
    "Pod, 1000, 0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUUID.slice/crio-x.scope",
    "Pod, 0, 0::/kubepods/podUUID/c0ffee/kubepods/podHEX/x",
    "Pod, 0, '2:cpu:/kubepods/podUUID/c|1:name=systemd:/'",
    "OtherContainer, 0, 0::/docker/0123456789abcdef",
    "OtherContainer, 0, 0::/system.slice/docker-0123456789abcdef.scope",
    "OtherContainer, 1000, 0::/machine.slice/libpod-0123456789abcdef.scope",
    "OtherContainer, 0, 0::/system.slice/crio-0123456789abcdef.scope",
    "OtherContainer, 0, 0::/k8s.io/0123456789abcdef0123456789abcdef",
    "OtherContainer, 0, 0::/default/0123456789abcdef",
    "OtherContainer, 0, 0::/system.slice/docker-0123456789abcdef.scope/kubelet.slice/kubepods/podHEX/x",
    "OtherContainer, 0, 0::/kubepods/burstable/unknown/c0ffee",
    "OtherContainer, 1000, 0::/system.slice/runit-service-bpm-bpm-etcd.scope",
    "OtherContainer, 1000, '4:cpu:/bpm-kube-apiserver|1:name=systemd:/system.slice/runit.service'",
    "UserSession, 1000, 0::/user.slice/user-1000.slice/session-2.scope",
    "UserSession, 1000, 0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-0123456789abcdef.scope",
    "UserSession, 4294967294, 0::/../../user.slice/user-1000.slice/session-2.scope",
    "Unknown, 0, nonsense",
    "Unknown, x, 0::/system.slice/kubelet.service",
  })
  void owners(String expected, String uid, String cgroup) {
    String status = "Name:\tx\nUid:\t%1$s\t%1$s\t%1$s\t%1$s\n".formatted(uid);
    String text = cgroup.replace("HEX", HEX).replace("UUID", UUID).replace('|', '\n');
    ProcessOwner owner = ProcessOwner.of(status, text);
    assertThat(owner.getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void aPodIsKnownByItsUid() {
    String cgroup = "0::/kubepods-pod" + UUID.replace('-', '_') + ".slice/cri-containerd-c.scope";
    assertThat(ProcessOwner.of("Uid:\t0\t0\t0\t0\n", cgroup)).isEqualTo(new ProcessOwner.Pod(UUID));
  }
}
