package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an etcd is started with, and where it is asked.
 *
 * @param arguments {@code {address}} is where it listens, {@code {dir}} has the certificates, and
 *     {@code {own}} the configuration file
 * @param environment values by variable
 * @param config of {@code {own}/config.yaml}
 * @param clients URLs where it is asked as a client, without a certificate
 * @param peers URLs where it is asked as a peer, without a certificate
 */
public record EtcdRow(
    String name,
    List<String> arguments,
    @Nullable Map<String, String> environment,
    @Nullable String config,
    List<String> clients,
    List<String> peers) {

  public EtcdRow {
    arguments = List.copyOf(arguments);
    clients = List.copyOf(clients);
    peers = List.copyOf(peers);
  }

  /** What etcd did. */
  public enum Outcome {
    /** It served. */
    SERVES,
    /** It exited without ever serving. */
    REFUSES_TO_START
  }

  /**
   * What came of a row.
   *
   * @param answered the URLs where one who has no certificate was answered
   */
  public record Recorded(EtcdRow row, Outcome outcome, List<String> answered) {}

  /**
   * What came of all rows.
   *
   * @param etcd the version that etcd says it has, e.g. {@code 3.6.16}
   */
  public record Table(String etcd, List<Recorded> rows) {}

  Map<String, String> variables() {
    return environment == null ? Map.of() : environment;
  }

  /** Reads {@code truth/etcd/rows.yaml}. */
  public static List<EtcdRow> read(Path file) throws IOException {
    return new YAMLMapper().readValue(file.toFile(), new TypeReference<List<EtcdRow>>() {});
  }
}
