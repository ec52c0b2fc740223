package dev.plumbline.collector.k3s;

import dev.plumbline.collector.host.HostFileSystem;
import dev.plumbline.collector.host.Lookup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a k3s server keeps the cluster's state.
 *
 * @see <a href="https://docs.k3s.io/datastore">datastores</a>; assignManagedDriver in
 *     pkg/cluster/managed.go and startStorage in pkg/cluster/cluster.go of k3s v1.36.3
 */
sealed interface Datastore {

  /** etcd that k3s runs, here or on another server. */
  record Managed(boolean here) implements Datastore {}

  /** etcd that somebody else runs. */
  record ExternalEtcd(String servers, Map<String, String> files) implements Datastore {
    public ExternalEtcd {
      files = Map.copyOf(files);
    }
  }

  /** SQLite or another database, behind a socket of k3s that speaks etcd's protocol. */
  record Database() implements Datastore {}

  /** Whether there is an etcd's data could not be inspected. */
  record Unknown(Undetermined why) implements Datastore {}

  static Datastore of(K3sOptions options, String server, HostFileSystem host) {
    String endpoint = options.text("datastore-endpoint");
    boolean asked = options.isTrue("cluster-init") || options.has("server");
    String wal = server + "/db/etcd/member/wal";
    Lookup<HostFileSystem.Attributes> data = host.attributes(wal, "/");
    if (data instanceof Lookup.Found || endpoint.isEmpty() && asked) {
      return new Managed(!options.isTrue("disable-etcd"));
    }
    if (!(data instanceof Lookup.Absent)) {
      return new Unknown(Undetermined.of(data));
    }
    return endpoint.matches("https?://.*") ? external(endpoint, options) : new Database();
  }

  private static ExternalEtcd external(String endpoint, K3sOptions options) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String file : List.of("cafile", "certfile", "keyfile")) {
      Optional.of(options.text("datastore-" + file))
          .filter(path -> !path.isEmpty())
          .ifPresent(path -> files.put("etcd-" + file, path));
    }
    // Whoever connects stays on the node.
    return new ExternalEtcd(endpoint.replaceAll("://[^/,]*@", "://"), files);
  }

  /** Whether k3s runs etcd within itself on this node. */
  default boolean isEtcdHere() {
    return this instanceof Managed managed && managed.here();
  }

  /**
   * How the API server reaches it.
   *
   * @param tls the directory of etcd's certificates
   */
  default Map<String, String> arguments(String tls) {
    if (this instanceof Database) {
      return Map.of("etcd-servers", "unix://kine.sock");
    }
    if (this instanceof ExternalEtcd external) {
      Map<String, String> given = new LinkedHashMap<>(external.files());
      given.put("etcd-servers", external.servers());
      return given;
    }
    boolean known = this instanceof Managed;
    return Map.of(
        "etcd-servers", known ? "https://127.0.0.1:2379" : "",
        "etcd-cafile", known ? tls + "server-ca.crt" : "",
        "etcd-certfile", known ? tls + "client.crt" : "",
        "etcd-keyfile", known ? tls + "client.key" : "");
  }
}
