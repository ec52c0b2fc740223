package dev.plumbline.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The logs of pods, by the path that the API has them at. */
final class PodLogs {

  private static final Pattern PATH = Pattern.compile("/api/v1/namespaces/[^/]+/pods/([^/]+)/log");

  private final Map<String, String> logs = new ConcurrentHashMap<>();

  void put(String pod, String log) {
    logs.put(pod, log);
  }

  Optional<String> at(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches() ? Optional.ofNullable(logs.get(matcher.group(1))) : Optional.empty();
  }
}
