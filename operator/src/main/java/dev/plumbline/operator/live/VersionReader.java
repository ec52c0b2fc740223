package dev.plumbline.operator.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.evidence.StrictJson;
import dev.plumbline.operator.cluster.ApiEndpoints.ApiEndpoint;
import java.net.HttpURLConnection;
import java.util.regex.Pattern;

/**
 * Reads {@code /version} of one API server: no node tells the version of one that is on none, and
 * that of a node's kubelet may be another.
 */
final class VersionReader {

  private static final String PATH = "/version";

  /** Ten times what an API server answers. */
  private static final int MAX_BYTES = 8 * 1024;

  /** Such as {@code v1.36.3-eks-1234}. */
  private static final Pattern VERSION = Pattern.compile("v[0-9][0-9A-Za-z.+-]{0,62}");

  private static final ObjectMapper JSON = StrictJson.upTo(MAX_BYTES).build();

  private final ApiServerIdentity identity;

  VersionReader(ApiServerIdentity identity) {
    this.identity = identity;
  }

  /** Reads it; empty when the API server does not say. */
  String read(ApiEndpoint endpoint) {
    try {
      HttpAnswer answer =
          identity
              .asOperator()
              .whole(
                  endpoint.address(),
                  endpoint.port(),
                  Question.get(PATH, identity.authorization()),
                  MAX_BYTES);
      return answer.status() == HttpURLConnection.HTTP_OK ? version(answer.json(JSON)) : "";
    } catch (NoAnswer e) {
      return "";
    }
  }

  private static String version(JsonNode answer) {
    String version = answer.path("gitVersion").asText("");
    return VERSION.matcher(version).matches() ? version : "";
  }
}
