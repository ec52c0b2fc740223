package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository takes plumbline up without fixing everything at once. */
class BaselineCheckTest {

  @TempDir private Path temp;

  private Path file = Path.of("config.yaml");
  private Path baseline = Path.of("baseline.json");

  @BeforeEach
  void writeFile() throws IOException {
    file = temp.resolve("config.yaml");
    baseline = temp.resolve("baseline.json");
    Files.writeString(file, "kubelet-arg: [anonymous-auth=true, read-only-port=10255]\n");
  }

  private Run check(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "check",
                file.toString(),
                "--kubernetes-version",
                "v1.34.1",
                "--control",
                "4.2.1",
                "--control",
                "4.2.4"));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  private Run write() {
    return check("--write-baseline", baseline.toString());
  }

  @Test
  void whatIsKnownDoesNotCountAndWhatIsNewDoes() throws IOException {
    assertThat(check().exit()).isEqualTo(1);
    Run written = write();
    assertThat(written.exit()).as(written.err()).isZero();
    assertThat(written.err()).contains(baseline + " has 2 failures now");

    assertThat(check("--baseline", baseline.toString()).exit()).isZero();
    // Moved lines are the same failures.
    Files.writeString(
        file, "# more\nkubelet-arg:\n  - anonymous-auth=true\n  - read-only-port=10255\n");
    Run moved = check("--baseline", baseline.toString());
    assertThat(moved.exit()).as(moved.out()).isZero();
    assertThat(moved.out())
        .startsWith("Compliant")
        .contains("2 are waived", "It is in the baseline.");
    assertThat(moved.err()).isEmpty();

    Files.writeString(file, "kubelet-arg: [anonymous-auth=true, read-only-port=10250]\n");
    Run fresh = check("--baseline", baseline.toString());
    assertThat(fresh.exit()).isEqualTo(1);
    assertThat(fresh.out()).contains("1 fails").contains("read-only-port=10250");
  }

  @Test
  void whatIsFixedIsTold() throws IOException {
    write();
    Files.writeString(file, "kubelet-arg: [anonymous-auth=false, read-only-port=10255]\n");
    Run run = check("--baseline", baseline.toString());
    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "plumbline: 1 failure of the baseline no longer occurs: kubelet-anonymous-auth-off in "
                + file
                + ". --write-baseline leaves it out.\n");
    // A control that was not evaluated may still fail.
    assertThat(
            Run.of("check", file.toString(), "--control", "4.2.4", "--baseline", "" + baseline)
                .err())
        .doesNotContain("no longer");
  }

  /** Standard input is no file that could be gone. */
  @Test
  void whatCameFromStandardInputIsNotTakenForFixed() throws IOException {
    Files.writeString(
        baseline,
        "{\"plumblineBaseline\": 1, \"findings\": [{\"control\": \"kubelet-anonymous-auth-off\","
            + " \"source\": \"stdin\", \"fingerprint\": \"0\", \"count\": 1}, {\"control\":"
            + " \"kubelet-anonymous-auth-off\", \"source\": \"gone.yaml\", \"fingerprint\": \"1\","
            + " \"count\": 1}]}");
    assertThat(check("--baseline", baseline.toString()).err())
        .contains("1 failure of the baseline no longer occurs", "in gone.yaml.")
        .doesNotContain("stdin");
  }

  @Test
  void aBaselineIsWrittenAnewOverItself() throws IOException {
    write();
    Files.writeString(file, "kubelet-arg: [anonymous-auth=false, read-only-port=10255]\n");
    Run run = check("--baseline", baseline.toString(), "--write-baseline", baseline.toString());
    assertThat(run.exit()).isZero();
    assertThat(Files.readString(baseline))
        .contains("kubelet-read-only-port-off")
        .doesNotContain("kubelet-anonymous-auth-off");
  }

  @Test
  void fingerprintsAreThoseOfSarif() throws IOException {
    JsonNode sarif = new ObjectMapper().readTree(check("-o", "sarif").out());
    write();
    assertThat(new ObjectMapper().readTree(baseline.toFile()).findValuesAsText("fingerprint"))
        .containsExactlyInAnyOrderElementsOf(sarif.findValuesAsText("plumblineFinding/v1"));
  }

  @Test
  void whatCouldNotBeDeterminedIsNeverAccepted() throws IOException {
    Files.writeString(file, "kubelet-arg: ['anonymous-auth=${A}']\n");
    Run written = write();
    assertThat(written.exit()).isEqualTo(2);
    assertThat(check("--baseline", baseline.toString()).exit()).isEqualTo(2);
  }

  @Test
  void wrongFilesAreOneLineWithTheWayOut() throws IOException {
    assertThat(check("--baseline", baseline.toString()).err())
        .hasLineCount(1)
        .contains("can't be read", "--write-baseline");
    Files.writeString(baseline, "{\n oops");
    assertThat(check("--baseline", baseline.toString()).err())
        .hasLineCount(1)
        .contains("line 2", "--write-baseline");
    Files.writeString(baseline, "{\"plumblineBaseline\": 7, \"findings\": []}");
    assertThat(check("--baseline", baseline.toString()).exit()).isEqualTo(2);
  }

  @Test
  void soManyMayFail() {
    assertThat(check("--max-failures", "1").exit()).isEqualTo(1);
    assertThat(check("--max-failures", "2").exit()).isZero();
    assertThat(check("--fail-on", "critical", "--max-failures", "1").exit()).isZero();
  }

  /** Another clone, and another way to name the file, have the same failures. */
  @Test
  void theRepositoryMayBeElsewhereAndNamedOtherwise() throws IOException {
    Path clone = temp.resolve("clone");
    Files.createDirectories(clone.resolve("k3s"));
    Files.createDirectories(clone.resolve(".git"));
    Files.writeString(clone.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    Files.copy(file, clone.resolve("k3s/config.yaml"));
    file = clone;
    assertThat(write().exit()).isZero();
    assertThat(Files.readString(baseline)).contains("\"k3s/config.yaml\"");
    Path moved = Files.move(clone, temp.resolve("moved"));
    for (String given : List.of("", "k3s", "k3s/config.yaml", "./k3s/../k3s/*.yaml")) {
      file = Path.of(moved + "/" + given);
      Run run = check("--baseline", baseline.toString());
      assertThat(run.exit()).as(given + run.out()).isZero();
    }
  }
}
