package dev.plumbline.operator.live;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request of HTTP/1.0, so that the answer is one body up to the end of the connection.
 *
 * @param headers whole lines, such as {@code Accept: text/plain}
 * @param body empty for none
 */
record Question(String method, String path, List<String> headers, String body) {

  Question {
    headers = List.copyOf(headers);
  }

  static Question get(String path, String... headers) {
    return new Question("GET", path, List.of(headers), "");
  }

  static Question postJson(String path, String json, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Accept: application/json");
    all.add("Content-Type: application/json");
    all.add("Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length);
    return new Question("POST", path, all, json);
  }

  /** The header with a token. */
  static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  /** Whether a text may be a token: what no header may hold is none. */
  static boolean isToken(String text) {
    return text.matches("[\\x21-\\x7e]+");
  }

  byte[] bytes(String host) {
    String head =
        method + " " + path + " HTTP/1.0\r\nHost: " + host + "\r\nUser-Agent: plumbline\r\n";
    StringBuilder text = new StringBuilder(head);
    headers.forEach(header -> text.append(header).append("\r\n"));
    return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
  }
}
