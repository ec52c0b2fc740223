package dev.plumbline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import org.junit.jupiter.api.Test;

class OperatorClientTest {

  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {
         "name": "a", "labels": {"b": "c"}, "resourceVersion": "7",
         "managedFields": [{"manager": "kubelet", "operation": "Update", "apiVersion": "v1",
           "fieldsType": "FieldsV1", "fieldsV1": {"f:status": {"f:phase": {}}}}]},
       "spec": {"nodeName": "d"}, "status": {"phase": "Running"}}
      """;

  @Test
  void managedFieldsAreSkippedAndNothingElseIs() {
    Pod pod = OperatorClient.serialization().unmarshal(POD, Pod.class);
    assertThat(pod.getMetadata().getManagedFields()).isEmpty();
    assertThat(pod.getMetadata().getAdditionalProperties()).isEmpty();
    assertThat(pod.getMetadata().getName()).isEqualTo("a");
    assertThat(pod.getMetadata().getLabels()).containsEntry("b", "c");
    assertThat(pod.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(pod.getSpec().getNodeName()).isEqualTo("d");
    assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
  }

  @Test
  void objectsOfAWatchAreReadTheSameWay() {
    WatchEvent event =
        OperatorClient.serialization()
            .unmarshal("{\"type\": \"ADDED\", \"object\": " + POD + "}", WatchEvent.class);
    assertThat(event.getObject())
        .isInstanceOfSatisfying(
            Pod.class, pod -> assertThat(pod.getMetadata().getManagedFields()).isEmpty());
  }

  @Test
  void objectIsWrittenWithoutManagedFields() {
    Pod pod = OperatorClient.serialization().unmarshal(POD, Pod.class);
    assertThat(OperatorClient.serialization().asJson(pod)).doesNotContain("managedFields");
  }
}
