package dev.plumbline.e2e.truth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Ports on loopback that nobody listens on, each given out once. */
public final class FreePort {

  private static final Set<Integer> GIVEN = new HashSet<>();

  private FreePort() {}

  /** One that was not given out before. */
  public static synchronized int pick() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      }
    }
  }
}
