package dev.plumbline.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.engine.catalogue.Catalogue;
import dev.plumbline.engine.catalogue.CompiledControl;
import dev.plumbline.engine.catalogue.Control;
import dev.plumbline.engine.evaluation.Engine;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.Finding;
import dev.plumbline.engine.finding.Status;
import dev.plumbline.operator.MockCluster;
import dev.plumbline.report.ClusterReading;
import dev.plumbline.report.ControlPlane;
import dev.plumbline.report.input.ClusterEvidence;
import dev.plumbline.report.input.NamedObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From objects of the API server to the findings of the shipped controls. */
class ClusterObjectsTest {

  private static final Catalogue CATALOGUE = Catalogue.load();

  private MockCluster cluster;

  @BeforeEach
  void startCluster() {
    cluster = MockCluster.start();
    for (String namespace : List.of("default", "kube-system")) {
      create("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + namespace + "}");
    }
    create(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: kubernetes, namespace: default}
        """);
    create(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: default, namespace: kube-system}
        """);
    create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: cluster-admin, labels: {kubernetes.io/bootstrapping: rbac-defaults}}
        rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]
        """);
    create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: cluster-admin, labels: {kubernetes.io/bootstrapping: rbac-defaults}}
        roleRef: {kind: ClusterRole, name: cluster-admin}
        subjects: [{kind: Group, name: 'system:masters'}]
        """);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  private void create(String yaml) {
    HasMetadata object = cluster.client().getKubernetesSerialization().unmarshal(yaml);
    cluster.create(object);
  }

  private Finding finding(String name) {
    Control control = CATALOGUE.named(name).orElseThrow();
    return Objects.requireNonNull(
        Engine.of(List.of(CompiledControl.of(control)))
            .evaluate(ClusterObjects.read(cluster.client()))
            .get(control));
  }

  @Test
  void labelDoesNotHideABindingOfAnonymous() {
    assertThat(finding("rbac-anonymous-unbound").status()).isEqualTo(Status.Pass);
    create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: x, labels: {kubernetes.io/bootstrapping: rbac-defaults}}
        roleRef: {kind: ClusterRole, name: cluster-admin}
        subjects: [{kind: User, name: 'system:anonymous'}]
        """);
    assertThat(finding("rbac-anonymous-unbound").status()).isEqualTo(Status.Fail);
    assertThat(finding("rbac-anonymous-unbound").message()).contains("x");
  }

  @Test
  void labelDoesNotHideARoleWithWildcards() {
    assertThat(finding("rbac-no-wildcards").status()).isEqualTo(Status.Pass);
    create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: anything, labels: {kubernetes.io/bootstrapping: rbac-defaults}}
        rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]
        """);
    assertThat(finding("rbac-no-wildcards").status()).isEqualTo(Status.Manual);
  }

  @Test
  void roleForNamedSecretsIsNotARightToAll() {
    create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reader, namespace: shop}
        rules: [{verbs: [get], apiGroups: [''], resources: [secrets], resourceNames: [one]}]
        """);
    create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: readers, namespace: shop}
        roleRef: {kind: Role, name: reader}
        subjects: [{kind: User, name: alice}]
        """);
    assertThat(finding("rbac-secrets-restricted").status()).isEqualTo(Status.Pass);
  }

  @Test
  void podsOfOneTemplateAreDescribedOnce() {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: shop}
        spec:
          hostPID: %s
          containers: [{name: app, image: app}]
        """;
    create(pod.formatted("web-1", false));
    create(pod.formatted("web-2", false));
    create(pod.formatted("root", true));
    List<NamedObject> pods =
        ((List<?>)
                ClusterObjects.read(cluster.client()).value(InputRef.cluster("pods")).orElseThrow())
            .stream().map(NamedObject.class::cast).toList();
    Map<Object, NamedObject> byName =
        pods.stream().collect(Collectors.toMap(one -> one.get("name"), one -> one));
    assertThat(byName).containsOnlyKeys("web-1", "web-2", "root");
    NamedObject web = Objects.requireNonNull(byName.get("web-1"));
    NamedObject other = Objects.requireNonNull(byName.get("web-2"));
    assertThat(other.common()).isSameAs(web.common());
    assertThat(byName.get("root")).containsEntry("hostPID", true);
    cluster.client().pods().inNamespace("shop").resources().forEach(this::assertDescribed);
  }

  /** What a report was evaluated from is evaluated again by others, who have it as JSON. */
  @Test
  void whatWasReadIsTheSameOnceItWasWritten() {
    create(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          {name: web-1, namespace: kube-system, labels: {k8s-app: a, app.kubernetes.io/name: b}}
        spec:
          volumes: [{name: v, hostPath: {path: /var}}]
          containers:
          - name: app
            image: app:1
            securityContext: {runAsUser: 3, capabilities: {add: [NET_RAW]}}
            ports: [{containerPort: 1, hostPort: 80}]
        """);
    ClusterReading read =
        new ClusterReading(ClusterObjects.read(cluster.client()), new ControlPlane.SelfManaged(1));

    assertThat(
            ClusterEvidence.read(ClusterEvidence.of(read).orElseThrow().json()).objects().listed())
        .isEqualTo(read.objects().listed())
        .containsKeys(InputRef.cluster("pods"), InputRef.cluster("images"));
  }

  /** A pod is read as if it were described by itself. */
  private void assertDescribed(PodResource pod) {
    Map<String, Object> alone = Pods.describe(pod.get(), Set.of());
    assertThat(
            ((List<?>)
                ClusterObjects.read(cluster.client())
                    .value(InputRef.cluster("pods"))
                    .orElseThrow()))
        .anyMatch(alone::equals);
  }

  @Test
  void unconfinedContainerOfAConfinedPodIsFound() {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: shop}
        spec:
          securityContext: {seccompProfile: {type: RuntimeDefault}}
          containers: [{name: app, securityContext: {%s}}]
        """;
    create(pod.formatted("confined", ""));
    assertThat(finding("pods-seccomp-profile").status()).isEqualTo(Status.Pass);
    create(pod.formatted("unconfined", "seccompProfile: {type: Unconfined}"));
    assertThat(finding("pods-seccomp-profile").status()).isEqualTo(Status.Manual);
  }

  @Test
  void kindThatMayNotBeListedIsAnError() {
    cluster.refuse("/api/v1/pods?limit=500", "Forbidden");
    Finding finding = finding("pods-seccomp-profile");
    assertThat(finding.status()).isEqualTo(Status.Error);
    assertThat(finding.message()).contains("did not return pods", "Forbidden");
    assertThat(finding("rbac-anonymous-unbound").status()).isEqualTo(Status.Pass);
  }

  @Test
  void emptyListThatNoClusterHasIsAnError() {
    cluster.client().rbac().clusterRoleBindings().withName("cluster-admin").delete();
    assertThat(finding("rbac-anonymous-unbound").status()).isEqualTo(Status.Error);
  }

  @Test
  void everyPageIsRead() {
    String pod =
        """
        metadata: {name: unconfined, namespace: shop}
        spec: {containers: [{name: app}]}
        """;
    cluster.answer(
        "/api/v1/pods?limit=500",
        new PodListBuilder().withNewMetadata().withContinue("next").endMetadata().build());
    cluster.answer(
        "/api/v1/pods?continue=next&limit=500",
        new PodListBuilder().withItems(Serialization.unmarshal(pod, Pod.class)).build());
    assertThat(finding("pods-seccomp-profile").status()).isEqualTo(Status.Manual);
  }

  @ParameterizedTest
  @CsvSource({
    "apps/v1, Deployment",
    "apps/v1, DaemonSet",
    "apps/v1, StatefulSet",
    "apps/v1, ReplicaSet",
    "v1, ReplicationController",
    "batch/v1, Job",
    "batch/v1, CronJob",
    "autoscaling/v2, HorizontalPodAutoscaler"
  })
  void workloadOfEveryKindIsFound(String version, String kind) {
    assertThat(finding("default-namespaces-unused").status()).isEqualTo(Status.Pass);
    create(
        """
        apiVersion: %s
        kind: %s
        metadata: {name: app, namespace: default}
        """
            .formatted(version, kind));
    Finding found = finding("default-namespaces-unused");
    assertThat(found.status()).isEqualTo(Status.Fail);
    assertThat(found.message()).contains("default/app");
  }

  @Test
  void workloadsThatMayNotBeListedAreAnError() {
    cluster.refuse("/apis/batch/v1/cronjobs?limit=500", "Forbidden");
    Finding found = finding("default-namespaces-unused");
    assertThat(found.status()).isEqualTo(Status.Error);
    assertThat(found.message()).contains("did not return workloads", "Forbidden");
  }

  @Test
  void imagesAreUnknownWherePodsAre() {
    assertThat(finding("images-one-version").status()).isEqualTo(Status.Pass);
    for (String version : List.of("1", "2")) {
      create(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: app-%s, namespace: shop}
          spec: {containers: [{name: app, image: 'nginx:%s'}]}
          """
              .formatted(version, version));
    }
    assertThat(finding("images-one-version").status()).isEqualTo(Status.Fail);
    assertThat(finding("images-one-version").message()).contains("docker.io/library/nginx (:1 :2)");
    cluster.refuse("/api/v1/pods?limit=500", "Forbidden");
    assertThat(finding("images-one-version").status()).isEqualTo(Status.Error);
  }

  /** Every field that a control of the standards reads is there, whatever the pod has. */
  @Test
  void podSecurityStandardsReadRealPods() {
    create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: app, namespace: shop}
        spec: {containers: [{name: app, image: nginx}]}
        """);
    Map<String, Status> statuses = new TreeMap<>();
    CATALOGUE
        .benchmark("pss-restricted")
        .orElseThrow()
        .controls()
        .forEach((number, name) -> statuses.put(number, finding(name).status()));
    assertThat(statuses)
        .hasSize(16)
        .containsEntry("allowPrivilegeEscalation", Status.Fail)
        .containsEntry("runAsNonRoot", Status.Fail)
        .containsEntry("seccompProfile_restricted", Status.Fail)
        .containsEntry("capabilities_restricted", Status.Fail)
        .containsEntry("enforce", Status.Manual);
    statuses
        .keySet()
        .removeAll(
            List.of(
                "allowPrivilegeEscalation",
                "runAsNonRoot",
                "seccompProfile_restricted",
                "capabilities_restricted",
                "enforce"));
    assertThat(statuses.values()).containsOnly(Status.Pass);
  }
}
