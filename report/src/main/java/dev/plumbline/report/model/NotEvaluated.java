package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * The nodes that were not evaluated for one reason. Bounded, however many nodes there are.
 *
 * @param nodes the first of them, by name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NotEvaluated(
    @JsonPropertyDescription("Why they were not evaluated.") Reason reason,
    @JsonPropertyDescription("How many nodes were not evaluated for this reason.") int count,
    @JsonPropertyDescription("The first ten of them, by name.") List<Node> nodes) {

  /** More nodes than these are counted and not named. */
  public static final int MAX_NAMED = 10;

  @SuppressWarnings("ConstantValue")
  public NotEvaluated {
    nodes = nodes == null ? List.of() : List.copyOf(nodes);
  }

  /** Why a node was not evaluated. */
  public enum Reason {
    /** It runs another operating system than Linux. */
    NotLinux,
    /** A virtual kubelet stands for it: there is no host. */
    VirtualKubelet,
    /** It is a microVM of AWS Fargate, which runs one pod and no other. */
    Fargate,
    /** A virtual cluster made it up. */
    FakeNode,
    /** Its kubelet does not report that it is ready. */
    NotReady,
    /** It has not been read yet, and the scan is suspended. */
    Suspended,
    /** It lacks a directory that its pod has to mount. */
    HostPathMissing,
    /** Its pod ran, or should have, and its evidence did not arrive. */
    CollectionFailed;

    /** Whether reading was tried; otherwise the node object alone decides. */
    public boolean wasTried() {
      return this == HostPathMissing || this == CollectionFailed;
    }

    /** Whether the same node may have been evaluated before, or be evaluated later. */
    public boolean isTransient() {
      return this == NotReady || this == Suspended || wasTried();
    }
  }

  /** One node. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Node(
      String name,
      @JsonPropertyDescription("What was found on it, and what to do.") String message) {}
}
