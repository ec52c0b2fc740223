package dev.plumbline.collector.manifest;

import java.util.List;
import java.util.Set;

/**
 * etcd's proxies, which are the same program and no member of a cluster.
 *
 * @see <a href="https://etcd.io/docs/v3.6/op-guide/grpc_proxy/">gRPC proxy</a>
 */
public final class EtcdProxy {

  private static final Set<String> SUBCOMMANDS = Set.of("grpc-proxy", "gateway");

  private EtcdProxy() {}

  /** Whether a program and its arguments are one: etcd looks at its first argument alone. */
  public static boolean is(String program, List<String> arguments) {
    return program.equals("etcd") && !arguments.isEmpty() && SUBCOMMANDS.contains(arguments.get(0));
  }
}
