package dev.plumbline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
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

  /** Whatever comes first, and whatever the kind. */
  @Test
  void eventsAreReadAsTheClientReadsThem() {
    List<String> objects =
        List.of(
            POD,
            """
            {"metadata": {"name": "a", "labels": {"kind": "Node"}}, "spec": {"nodeName": "d"},
             "kind": "Pod", "status": {"phase": "Running"}, "apiVersion": "v1"}
            """,
            "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 410, \"reason\": \"Expired\"}",
            "{\"kind\": \"Bookmark\", \"apiVersion\": \"example.org/v1\", \"spec\": {\"a\": [1]}}",
            "{\"kind\": \"Pod\", \"apiVersion\": \"v1\"}",
            "{\"metadata\": {\"name\": \"without-a-kind\"}}",
            "{}");
    KubernetesSerialization own = new KubernetesSerialization();
    for (String object : objects) {
      String event = "{\"type\": \"MODIFIED\", \"more\": {\"a\": []}, \"object\": " + object + "}";
      WatchEvent read = OperatorClient.serialization().unmarshal(event, WatchEvent.class);
      WatchEvent expected = own.unmarshal(event, WatchEvent.class);
      if (expected.getObject() instanceof Pod pod && pod.getMetadata() != null) {
        pod.getMetadata().setManagedFields(List.of());
      }
      assertThat(read.getType()).isEqualTo("MODIFIED");
      assertThat(read.getObject()).as(object).isEqualTo(expected.getObject());
    }
  }

  @Test
  void aJobIsWrittenWithItsTemplateAndReadWithout() {
    Job job =
        new JobBuilder()
            .withNewSpec()
            .withParallelism(1)
            .withNewTemplate()
            .withNewSpec()
            .withNodeName("d")
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    String written = OperatorClient.serialization().asJson(job);
    assertThat(written).contains("\"nodeName\":\"d\"");
    Job read = OperatorClient.serialization().unmarshal(written, Job.class);
    assertThat(read.getSpec().getParallelism()).isEqualTo(1);
    assertThat(read.getSpec().getTemplate()).isNull();
    assertThat(read.getSpec().getAdditionalProperties()).isEmpty();
  }
}
