package dev.plumbline.cli;

import dev.plumbline.operator.OperatorClient;
import dev.plumbline.operator.PlumblineOperator;
import dev.plumbline.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the operator until the process ends. */
@Command(
    name = "operator",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the operator in a cluster, or against the current kubeconfig.",
      "Install crds/ and config/ first, as the README shows.",
      ""
    },
    footer = {
      "",
      "Environment (the Deployment in config/ sets what is required):",
      "  PLUMBLINE_IMAGE        the image of the node pods, which is the operator's own; required",
      "  PLUMBLINE_NAMESPACE    the namespace of Jobs and evidence; default plumbline-system",
      "  PLUMBLINE_HOST_PATHS   directories of every node that its pod may read; default: by its distribution",
      "  PLUMBLINE_SELINUX_TYPE the SELinux type of node pods; default: by each node's distribution",
      "  PLUMBLINE_IMAGE_PULL_SECRETS  names of Secrets that node pods pull the image with",
      "  PLUMBLINE_PRIVILEGED   'true' for hosts where SELinux denies reads to unprivileged pods",
      "  PLUMBLINE_PORT         the port of /metrics, /healthz and /readyz; default 8080",
      "  PLUMBLINE_LEADER_ELECTION  'true' where there are two replicas",
      "  PLUMBLINE_OPEN_REPORTS 'true' to write each report as an OpenReports ClusterReport too",
      "  PLUMBLINE_SIGNING_KEYS a directory with private.pem and public.pem, to sign reports with",
      "  PLUMBLINE_LOG_FORMAT   'json' for structured logs"
    })
final class OperatorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Nullable
  @Option(names = "--image", paramLabel = "IMAGE", description = "Overrides PLUMBLINE_IMAGE.")
  private String image;

  @Nullable
  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      description = "Overrides PLUMBLINE_NAMESPACE.")
  private String namespace;

  @Override
  public Integer call() throws InterruptedException {
    OperatorSettings settings = settings();
    try (KubernetesClient client = OperatorClient.connect();
        PlumblineOperator operator = PlumblineOperator.start(client, settings)) {
      operator.stopWithTheProcess();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private OperatorSettings settings() {
    Map<String, String> env = new HashMap<>(System.getenv());
    if (image != null) {
      env.put("PLUMBLINE_IMAGE", image);
    }
    if (namespace != null) {
      env.put("PLUMBLINE_NAMESPACE", namespace);
    }
    try {
      return OperatorSettings.from(env, OperatorCommand::text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private static String text(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      // Its message is the path, and often nothing else.
      throw new IllegalArgumentException(
          path + " can't be read (" + e.getClass().getSimpleName() + ").", e);
    }
  }
}
