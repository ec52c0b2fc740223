package dev.plumbline.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence survives its way from the node, and nothing else is taken for it. */
class EvidenceJsonTest {

  private static final SourceLocation PLACE = SourceLocation.line("/f", 3);

  private static final List<ReferencedFile> FILES =
      List.of(
          new ReferencedFile.Authorization(
              "/a",
              "/h",
              "v1",
              List.of(
                  new ReferencedFile.Authorizer(
                      "RBAC", "r", PLACE, ReferencedFile.Presence.ABSENT, Map.of("a", "b"))),
              Excerpt.none()),
          new ReferencedFile.AbacPolicy(
              "/a",
              "/h",
              List.of(new ReferencedFile.AbacRule(1, "v0", "system:anonymous", "", "", "", ""))),
          new ReferencedFile.Document(
              "/a",
              "/h",
              "v1",
              "K",
              List.of(new Setting("a.b", "c", Setting.Kind.STRING, PLACE)),
              new Excerpt("/h", List.of(new Excerpt.Line(1, "\u001b ☃")))),
          new ReferencedFile.Directory("/a", "/h", List.of(new ReferencedFile.Absent("/b", "/c"))),
          new ReferencedFile.Present("/a", "/h", List.of("ff")),
          new ReferencedFile.Absent("/a", "/h"),
          new ReferencedFile.OnNode("/a"),
          new ReferencedFile.OutOfScope("/a", "/opt/a"),
          new ReferencedFile.Unreadable("/a", "why"));

  private static final Evidence EVIDENCE =
      new Evidence(
          Evidence.SCHEMA_VERSION,
          new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of("/etc")),
          List.of(
              new Component(
                  "etcd",
                  Component.Source.PROCESS,
                  PLACE,
                  "",
                  List.of(Argument.known("--a", PLACE)),
                  List.of(new Variable("A", "b", Argument.Resolution.UNRESOLVED, PLACE)),
                  Visibility.OBSERVED,
                  Map.of(
                      "/b", new HostFile("/h", HostFile.Kind.FILE, 0600, 0, 1, "root", "1"),
                      "/a", new HostFile("/i", HostFile.Kind.OTHER, 0644, 0, 1, "root", "1")),
                  FILES,
                  Excerpt.none())),
          List.of(new FileSet("pki", List.of("/p"), List.of(), List.of(), List.of("/opt/pki"))),
          List.of(new Problem("kubelet", PLACE, "why")),
          List.of(new IgnoredProcess("kubelet", 7, "why")),
          List.of(
              new ProbeAnswers(
                  Probe.Profiling,
                  PLACE,
                  List.of(
                      new ProbeAnswers.Answered("a", new ProbeAnswers.Status(404)),
                      new ProbeAnswers.Answered("b", new ProbeAnswers.Decision(false)),
                      new ProbeAnswers.Answered(
                          "d", new ProbeAnswers.Admission(ProbeAnswers.Admitted.Without)),
                      new ProbeAnswers.Answered(
                          "e",
                          new ProbeAnswers.PodsOfNamespace(
                              "shop",
                              List.of(PodProperty.HostPID),
                              List.of(PodProperty.Privileged))),
                      new ProbeAnswers.Answered(
                          "f", new ProbeAnswers.Handshake(TlsProtocol.TLS12, "TLS_X")),
                      new ProbeAnswers.Answered("g", new ProbeAnswers.Alert(TlsProtocol.TLS10, 70)),
                      new ProbeAnswers.Answered("c", new ProbeAnswers.None("why"))))));

  @Test
  void evidenceOfEveryKindSurvives() throws JsonProcessingException {
    assertThat(FILES.stream().map(file -> file.getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ReferencedFile.class.getPermittedSubclasses()).map(Class::getName).toList());
    assertThat(
            EVIDENCE.probes().get(0).answers().stream()
                .<Class<?>>map(answered -> answered.answer().getClass()))
        .containsExactlyInAnyOrder(ProbeAnswers.Answer.class.getPermittedSubclasses());
    String json = EvidenceJson.write(EVIDENCE);
    assertThat(json).doesNotContain("\n");
    assertThat(EvidenceJson.readEvidence(json)).isEqualTo(EVIDENCE);
  }

  /** So that what the annotations say of reading holds for writing. */
  @Test
  void isWrittenAsTheMapperWritesIt() throws JsonProcessingException {
    ObjectMapper mapper =
        JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
    assertThat(EvidenceJson.write(EVIDENCE)).isEqualTo(mapper.writeValueAsString(EVIDENCE));
    EvidenceReceipt receipt = new EvidenceReceipt(7, "ab", "run \"1\"", "", List.of("cd"));
    assertThat(EvidenceJson.write(receipt)).isEqualTo(mapper.writeValueAsString(receipt));
  }

  @Test
  void aReceiptIsOfTheBytes() throws JsonProcessingException {
    EvidenceReceipt receipt = EvidenceJson.receipt("☃", "run", "uid");
    assertThat(receipt.length()).isEqualTo(3);
    assertThat(receipt.sha256())
        .hasSize(64)
        .isNotEqualTo(EvidenceJson.receipt("x", "", "").sha256());
    assertThat(EvidenceJson.readReceipt(EvidenceJson.write(receipt))).isEqualTo(receipt);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[]", "1", "{\"schemaVersion\": 5}", "\"x\""})
  void otherJsonIsNoEvidence(String json) {
    assertThatThrownBy(() -> EvidenceJson.readEvidence(json))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> EvidenceJson.readReceipt(json))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void alteredEvidenceIsRefused() {
    String json = EvidenceJson.write(EVIDENCE);
    for (String altered :
        List.of(
            json + "{}",
            json.substring(0, json.length() - 1),
            json.replace("$OutOfScope\"", "$Unknown\""),
            json.replace(":\"why\"", ":null"),
            json.replace("\"NODE\"", "\"ELSEWHERE\""),
            json.replaceFirst("\"ignoredProcesses\":", "\"other\":"))) {
      assertThat(altered).isNotEqualTo(json);
      assertThatThrownBy(() -> EvidenceJson.readEvidence(altered))
          .as(altered)
          .isInstanceOf(JsonProcessingException.class);
    }
  }

  @Test
  void readingIsBounded() {
    assertThatThrownBy(() -> EvidenceJson.readEvidence("[".repeat(100_000)))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(
            () -> EvidenceJson.readEvidence("{\"schemaVersion\": " + "9".repeat(1000) + "}"))
        .isInstanceOf(JsonProcessingException.class);
    String padding = " ".repeat(EvidenceJson.MAX_BYTES);
    assertThatThrownBy(() -> EvidenceJson.readEvidence(padding + EvidenceJson.write(EVIDENCE)))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void aScopeCoversWhatLiesBelowItsDirectories() {
    Scope scope = new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of("/etc", "/var/lib"));
    assertThat(List.of("/etc", "/etc/a", "/var/lib/x/y")).allMatch(scope::covers);
    assertThat(List.of("/", "/etcd", "/var", "/var/library")).noneMatch(scope::covers);
    assertThat(new Scope(Scope.Origin.NODE, Visibility.OBSERVED, List.of("/")).covers("/x"))
        .isTrue();
  }
}
