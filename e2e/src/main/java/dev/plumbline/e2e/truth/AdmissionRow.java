package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What an API server is started with and has.
 *
 * @param policy whether it has the policy that denies the probes' account all but dry runs
 * @param objects whole, with a status where one is to be set
 */
public record AdmissionRow(
    String name, List<String> arguments, Policy policy, List<JsonNode> objects) {

  /** Whether there is one. */
  public enum Policy {
    Applied,
    Absent
  }

  public AdmissionRow {
    arguments = List.copyOf(arguments);
    objects = List.copyOf(objects);
  }
}
