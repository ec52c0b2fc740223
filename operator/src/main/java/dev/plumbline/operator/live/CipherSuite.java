package dev.plumbline.operator.live;

import dev.plumbline.evidence.TlsProtocol;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cipher suites that Go's TLS has, in which Kubernetes and etcd are written: by their names in
 * IANA's registry, in the order in which they are offered.
 *
 * @see <a href="https://pkg.go.dev/crypto/tls#pkg-constants">crypto/tls</a>
 * @see <a href="https://www.iana.org/assignments/tls-parameters/">IANA's registry</a>
 */
enum CipherSuite {
  TLS_AES_128_GCM_SHA256(0x1301),
  TLS_AES_256_GCM_SHA384(0x1302),
  TLS_CHACHA20_POLY1305_SHA256(0x1303),
  TLS_RSA_WITH_RC4_128_SHA(0x0005),
  TLS_RSA_WITH_3DES_EDE_CBC_SHA(0x000a),
  TLS_RSA_WITH_AES_128_CBC_SHA(0x002f),
  TLS_RSA_WITH_AES_256_CBC_SHA(0x0035),
  TLS_RSA_WITH_AES_128_CBC_SHA256(0x003c),
  TLS_RSA_WITH_AES_128_GCM_SHA256(0x009c),
  TLS_RSA_WITH_AES_256_GCM_SHA384(0x009d),
  TLS_ECDHE_ECDSA_WITH_RC4_128_SHA(0xc007),
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA(0xc009),
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA(0xc00a),
  TLS_ECDHE_RSA_WITH_RC4_128_SHA(0xc011),
  TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA(0xc012),
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA(0xc013),
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA(0xc014),
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256(0xc023),
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256(0xc027),
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xc02b),
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xc02c),
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xc02f),
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xc030),
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xcca8),
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(0xcca9);

  private final int code;

  CipherSuite(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Whether it is one of TLS 1.3, which no other version has. */
  private boolean isOfTls13() {
    return code >> 8 == 0x13;
  }

  /** Those that a handshake with a protocol may be about. */
  static List<CipherSuite> of(TlsProtocol protocol) {
    return Stream.of(values())
        .filter(suite -> suite.isOfTls13() == (protocol == TlsProtocol.TLS13))
        .toList();
  }

  /** The one of these with a code. */
  static Optional<CipherSuite> of(int code, List<CipherSuite> some) {
    return some.stream().filter(suite -> suite.code == code).findFirst();
  }
}
