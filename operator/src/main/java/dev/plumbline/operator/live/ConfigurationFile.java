package dev.plumbline.operator.live;

/**
 * A file of an API server that it reads again while it runs. Its metrics have the SHA-256 of what
 * it has in force, from Kubernetes 1.34 on.
 *
 * @see <a href="https://kubernetes.io/docs/reference/instrumentation/metrics/">metrics</a>
 */
public enum ConfigurationFile {
  AUTHENTICATION("apiserver_authentication_config_controller_last_config_info"),
  AUTHORIZATION("apiserver_authorization_config_controller_last_config_info"),
  ENCRYPTION("apiserver_encryption_config_controller_last_config_info");

  private final String metric;

  ConfigurationFile(String metric) {
    this.metric = metric;
  }

  String metric() {
    return metric;
  }
}
