package dev.plumbline.operator.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.evidence.PodProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A pod that differs from one that is admitted.
 *
 * @param properties which it has by that
 * @param edit what gives it the properties
 * @param consequences what is not valid without; of each pod with the properties
 */
record PodQuestion(Set<PodProperty> properties, Edit edit, List<Edit> consequences) {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** All that are asked. A property that a pod may have in several ways is asked in each. */
  static final List<PodQuestion> ALL =
      List.of(
          // A privileged container may always escalate.
          of(
              PodProperty.Privileged,
              security("privileged", "true"),
              security("allowPrivilegeEscalation", "")),
          of(PodProperty.HostPID, spec("hostPID", "true")),
          of(PodProperty.HostIPC, spec("hostIPC", "true")),
          of(PodProperty.HostNetwork, spec("hostNetwork", "true")),
          of(PodProperty.PrivilegeEscalation, security("allowPrivilegeEscalation", "true")),
          of(PodProperty.PrivilegeEscalation, security("allowPrivilegeEscalation", "")),
          of(PodProperty.RunAsRoot, security("runAsUser", "0"), security("runAsNonRoot", "false")),
          // Then the image decides.
          of(PodProperty.RunAsRoot, security("runAsNonRoot", ""), security("runAsUser", "")),
          of(PodProperty.KeptCapabilities, kept("ALL")),
          // It is one of those that a container runtime gives.
          of(PodProperty.NetRaw, kept("ALL", "NET_RAW")),
          of(PodProperty.NetRaw, added("NET_RAW")),
          of(PodProperty.AddedCapabilities, added("SYS_ADMIN")),
          of(PodProperty.AddedCapabilities, added("NET_ADMIN")),
          // HostProcess containers have the host's network, or the pod is invalid.
          of(
              PodProperty.WindowsHostProcess,
              security(
                  "windowsOptions",
                  "{\"hostProcess\":true,\"runAsUserName\":\"NT AUTHORITY\\\\Local service\"}"),
              spec("hostNetwork", "true")),
          of(PodProperty.HostPath, hostPath("/")),
          of(PodProperty.HostPath, hostPath("/var/log")),
          of(
              PodProperty.HostPort,
              new Edit(Place.CONTAINER, "ports", "[{\"containerPort\":8080,\"hostPort\":8080}]")));

  PodQuestion {
    properties = Set.copyOf(properties);
    consequences = List.copyOf(consequences);
  }

  /** Where a field is. */
  enum Place {
    SPEC,
    CONTAINER,
    SECURITY_CONTEXT
  }

  /**
   * A field of a pod.
   *
   * @param json its value; empty for none
   * @param takenBy for capabilities without a value: those of which each, once admission drops it,
   *     takes away what is asked about. Dropping others takes nothing
   */
  record Edit(Place place, String field, String json, List<String> takenBy) {
    Edit {
      takenBy = List.copyOf(takenBy);
    }

    Edit(Place place, String field, String json) {
      this(place, field, json, List.of());
    }

    private void apply(JsonNode pod) {
      ObjectNode parent = (ObjectNode) parent(pod);
      if (json.isEmpty()) {
        parent.remove(field);
      } else {
        parent.set(field, value());
      }
    }

    private JsonNode parent(JsonNode pod) {
      if (place == Place.SPEC) {
        return pod.path("spec");
      }
      JsonNode container = DryRunObject.container(pod);
      return place == Place.CONTAINER ? container : container.path("securityContext");
    }

    private JsonNode value() {
      try {
        return JSON.readTree(json);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(json, e);
      }
    }

    /** What is not set for a container is that of its pod. */
    private boolean isIn(JsonNode pod) {
      JsonNode found = parent(pod).path(field);
      if (!takenBy.isEmpty()) {
        return StreamSupport.stream(found.path("drop").spliterator(), false)
            .noneMatch(dropped -> takenBy.contains(dropped.asText("")));
      }
      return json.isEmpty()
          ? isUnset(found) && isUnset(pod.path("spec").path("securityContext").path(field))
          : holds(found, value());
    }
  }

  /** The pod to ask about. */
  DryRunObject of(DryRunObject admitted) {
    ObjectNode json = admitted.json().deepCopy();
    edit.apply(json);
    consequences.forEach(one -> one.apply(json));
    return new DryRunObject(
        admitted.namespace(), admitted.resource(), admitted.kind(), admitted.name(), json);
  }

  /** Whether a pod that came back still has what was asked about. */
  boolean isIn(JsonNode pod) {
    return edit.isIn(pod);
  }

  private static PodQuestion of(PodProperty property, Edit edit, Edit... consequences) {
    return new PodQuestion(Set.of(property), edit, List.of(consequences));
  }

  private static Edit spec(String field, String json) {
    return new Edit(Place.SPEC, field, json);
  }

  private static Edit security(String field, String json) {
    return new Edit(Place.SECURITY_CONTEXT, field, json);
  }

  /** What a container runtime gives, which a pod keeps that drops none of these. */
  private static Edit kept(String... takenBy) {
    return new Edit(Place.SECURITY_CONTEXT, "capabilities", "", List.of(takenBy));
  }

  private static Edit added(String capability) {
    return security("capabilities", "{\"drop\":[\"ALL\"],\"add\":[\"" + capability + "\"]}");
  }

  private static Edit hostPath(String path) {
    return spec("volumes", "[{\"name\":\"host\",\"hostPath\":{\"path\":\"" + path + "\"}}]");
  }

  private static boolean isUnset(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** Whether it holds all that was asked for, beside what defaults and admission have added. */
  private static boolean holds(JsonNode found, JsonNode asked) {
    if (asked instanceof ObjectNode fields) {
      List<String> names = new ArrayList<>();
      fields.fieldNames().forEachRemaining(names::add);
      return names.stream().allMatch(name -> holds(found.path(name), fields.path(name)));
    }
    if (asked instanceof ArrayNode items) {
      return StreamSupport.stream(items.spliterator(), false)
          .allMatch(
              item ->
                  StreamSupport.stream(found.spliterator(), false)
                      .anyMatch(one -> holds(one, item)));
    }
    return found.equals(asked);
  }
}
