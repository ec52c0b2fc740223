package dev.plumbline.evidence;

/** The versions of TLS, the oldest first. */
public enum TlsProtocol {
  TLS10("TLS 1.0"),
  TLS11("TLS 1.1"),
  TLS12("TLS 1.2"),
  TLS13("TLS 1.3");

  private final String title;

  TlsProtocol(String title) {
    this.title = title;
  }

  /** As people write it. */
  public String title() {
    return title;
  }
}
