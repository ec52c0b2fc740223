package dev.plumbline.operator.cluster;

import dev.plumbline.engine.fact.Facts;
import dev.plumbline.report.input.NamedObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the objects that controls of the cluster are about, a page at a time, as the variable
 * {@code cluster}. A kind that could not be listed is unknown, and never empty.
 */
public final class ClusterObjects {

  /** As many as kubectl requests at once. */
  public static final long PAGE = 500;

  /** Every cluster has some of these: an empty list means that they could not be read. */
  private static final Set<String> NEVER_EMPTY =
      Set.of("clusterRoles", "clusterRoleBindings", "serviceAccounts", "services", "namespaces");

  private final KubernetesClient client;
  private final Map<String, Object> cluster = new HashMap<>();
  private final Map<String, String> unknown = new HashMap<>();
  private final Set<String> mountNothing = new HashSet<>();

  /** What pods are but for their names; those of one template are the same. */
  private final Map<Map<String, Object>, Map<String, Object>> descriptions = new HashMap<>();

  private ClusterObjects(KubernetesClient client) {
    this.client = client;
  }

  /** The cluster as it is now. */
  public static Facts read(KubernetesClient client) {
    ClusterObjects objects = new ClusterObjects(client);
    objects.readAll();
    return Facts.ofCluster(objects.cluster, objects.unknown);
  }

  private void readAll() {
    list("clusterRoles", client.rbac().clusterRoles(), Rbac::clusterRole);
    list("roles", client.rbac().roles().inAnyNamespace(), Rbac::role);
    list("clusterRoleBindings", client.rbac().clusterRoleBindings(), Rbac::clusterRoleBinding);
    list("roleBindings", client.rbac().roleBindings().inAnyNamespace(), Rbac::roleBinding);
    list(
        "serviceAccounts",
        client.serviceAccounts().inAnyNamespace(),
        account ->
            Map.of(
                "name", account.getMetadata().getName(),
                "namespace", account.getMetadata().getNamespace(),
                "automount", !Boolean.FALSE.equals(account.getAutomountServiceAccountToken())));
    accountsThatMountNothing();
    list("pods", client.pods().inAnyNamespace(), this::pod);
    images();
    workloads();
    list("services", client.services().inAnyNamespace(), ClusterObjects::named);
    list(
        "networkPolicies",
        client.network().v1().networkPolicies().inAnyNamespace(),
        ClusterObjects::named);
    list("namespaces", client.namespaces(), this::namespace);
    list(
        "policyWebhooks",
        client.admissionRegistration().v1().validatingWebhookConfigurations(),
        webhook -> webhook.getMetadata().getName());
    // Plumbline's own are about its namespace alone.
    list(
        "podPolicies",
        client
            .admissionRegistration()
            .v1()
            .validatingAdmissionPolicies()
            .withoutLabel("app.kubernetes.io/name", "plumbline"),
        policy -> policy.getMetadata().getName());
  }

  private void accountsThatMountNothing() {
    if (cluster.get("serviceAccounts") instanceof List<?> accounts) {
      for (Object account : accounts) {
        if (account instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("automount"))) {
          mountNothing.add(map.get("namespace") + "/" + map.get("name"));
        }
      }
    }
  }

  /** Known where the pods are. */
  private void images() {
    if (cluster.get("pods") instanceof List<?> pods) {
      cluster.put("images", Images.of(pods));
    }
    String why = unknown.get("pods");
    if (why != null) {
      unknown.put("images", why);
    }
  }

  /** What {@code kubectl get all} lists beside pods and services. */
  private void workloads() {
    List<Object> workloads = new ArrayList<>();
    cluster.put("workloads", workloads);
    try {
      workloads.addAll(
          every(client.apps().deployments().inAnyNamespace(), ClusterObjects::workload));
      workloads.addAll(
          every(client.apps().daemonSets().inAnyNamespace(), ClusterObjects::workload));
      workloads.addAll(
          every(client.apps().statefulSets().inAnyNamespace(), ClusterObjects::workload));
      workloads.addAll(
          every(client.apps().replicaSets().inAnyNamespace(), ClusterObjects::workload));
      workloads.addAll(
          every(client.replicationControllers().inAnyNamespace(), ClusterObjects::workload));
      workloads.addAll(
          every(client.batch().v1().jobs().inAnyNamespace(), ClusterObjects::workload));
      workloads.addAll(
          every(client.batch().v1().cronjobs().inAnyNamespace(), ClusterObjects::workload));
      workloads.addAll(
          every(
              client.autoscaling().v2().horizontalPodAutoscalers().inAnyNamespace(),
              ClusterObjects::workload));
    } catch (KubernetesClientException e) {
      unknown.put("workloads", "the API server did not return workloads: " + reason(e));
    }
  }

  private Object pod(Pod pod) {
    Map<String, Object> common = Pods.describe(pod, mountNothing);
    common.remove(NamedObject.NAME);
    return new NamedObject(
        pod.getMetadata().getName(), descriptions.computeIfAbsent(common, same -> same));
  }

  private Object namespace(Namespace namespace) {
    String name = namespace.getMetadata().getName();
    Map<String, String> labels = namespace.getMetadata().getLabels();
    long policies =
        cluster.get("networkPolicies") instanceof List<?> all
            ? all.stream()
                .filter(p -> p instanceof Map<?, ?> map && name.equals(map.get("namespace")))
                .count()
            : 0;
    String why = unknown.get("networkPolicies");
    if (why != null) {
      unknown.put("namespaces", why);
    }
    return Map.of(
        "name",
        name,
        "enforce",
        labels == null ? "" : labels.getOrDefault("pod-security.kubernetes.io/enforce", ""),
        "networkPolicies",
        policies,
        // Known where the probe PodAdmission was asked.
        "admits",
        List.of(),
        "refuses",
        List.of());
  }

  /** What runs or scales pods. */
  private static Object workload(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return Map.of(
        "kind", object.getKind(),
        "name", metadata.getName(),
        "namespace", metadata.getNamespace());
  }

  private static Object named(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return Map.of("name", metadata.getName(), "namespace", metadata.getNamespace());
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>> void list(
      String name, Listable<L> kind, Function<T, Object> describe) {
    try {
      List<Object> all = every(kind, describe);
      cluster.put(name, all);
      if (all.isEmpty() && NEVER_EMPTY.contains(name)) {
        unknown.put(name, "the API server returned no " + name + ", which every cluster has");
      }
    } catch (KubernetesClientException e) {
      cluster.put(name, List.of());
      unknown.put(name, "the API server did not return " + name + ": " + reason(e));
    }
  }

  private static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<Object> every(
      Listable<L> kind, Function<T, Object> describe) {
    List<Object> all = new ArrayList<>();
    String next = null;
    do {
      L page = kind.list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      page.getItems().forEach(item -> all.add(describe.apply(item)));
      next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return all;
  }

  /** The API server's word for why it refused, or the status of its answer. */
  public static String reason(KubernetesClientException e) {
    return e.getStatus() != null && e.getStatus().getReason() != null
        ? e.getStatus().getReason()
        : "status " + e.getCode();
  }
}
