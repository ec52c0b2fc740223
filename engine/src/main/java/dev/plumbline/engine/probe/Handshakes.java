package dev.plumbline.engine.probe;

import dev.plumbline.evidence.ProbeAnswers.Alert;
import dev.plumbline.evidence.ProbeAnswers.Answered;
import dev.plumbline.evidence.ProbeAnswers.Handshake;
import dev.plumbline.evidence.ProbeAnswers.None;
import dev.plumbline.evidence.TlsProtocol;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the beginnings of TLS handshakes prove about a server.
 *
 * @param who begins a sentence
 */
record Handshakes(String who, List<Answered> all) {

  /**
   * The alert protocol_version.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6">RFC 8446, section 6</a>
   */
  private static final int PROTOCOL_VERSION = 70;

  /** Go has two names for suites with this cipher; a flag and a control may name either. */
  private static final String CHACHA = "_CHACHA20_POLY1305";

  Handshakes {
    all = List.copyOf(all);
  }

  /**
   * Whether the oldest protocol is among the allowed ones.
   *
   * @param allowed the list that the control's expression compares with, such as {@code
   *     VersionTLS12}, or {@code TLS1.2} as etcd writes it
   */
  ProbeOutcome versions(@Nullable Object allowed) {
    Set<TlsProtocol> oldest = oldest();
    if (oldest.isEmpty() || !(allowed instanceof List<?> list)) {
      return nothing("has not told which versions of TLS it accepts");
    }
    if (oldest.stream().noneMatch(protocol -> isNamed(protocol, list))) {
      return new ProbeOutcome.Violated(who + " accepts " + titles() + ".");
    }
    return oldest.stream().allMatch(protocol -> isNamed(protocol, list))
        ? new ProbeOutcome.Met(
            who + " accepts " + titles() + " and nothing earlier: " + refusals() + ".")
        : nothing("accepts " + titles() + ", and has not told whether it accepts what is earlier");
  }

  /**
   * Whether nothing but the allowed suites is accepted. Those of TLS 1.3 are all strong, and cannot
   * be configured.
   *
   * @param allowed the list that the control's expression compares with
   */
  ProbeOutcome suites(@Nullable Object allowed) {
    if (!(allowed instanceof List<?> list)) {
      return nothing("has not told which cipher suites it accepts");
    }
    List<String> configured =
        handshakes()
            .filter(one -> one.protocol() != TlsProtocol.TLS13)
            .map(Handshake::suite)
            .distinct()
            .toList();
    List<String> weak = configured.stream().filter(suite -> !isNamed(suite, list)).toList();
    if (!weak.isEmpty()) {
      return new ProbeOutcome.Violated(
          who
              + " accepts cipher suites that do not count as strong: "
              + String.join(", ", weak)
              + ".");
    }
    if (oldest().equals(Set.of(TlsProtocol.TLS13))) {
      return new ProbeOutcome.Met(
          who + " accepts TLS 1.3 alone, whose cipher suites are all strong: " + refusals() + ".");
    }
    // With the other kind of certificate it may accept other suites.
    return configured.isEmpty()
        ? nothing("has not told which cipher suites it accepts")
        : nothing(
            "has accepted "
                + String.join(", ", configured)
                + ", and which suites it would accept with a certificate of another kind cannot be"
                + " told");
  }

  /** What was not answered is told, too. */
  private ProbeOutcome nothing(String otherwise) {
    return AnswerWords.nothing(
        all.stream().filter(one -> one.answer() instanceof None).toList(), otherwise);
  }

  private String refusals() {
    return AnswerWords.answers(
        all.stream()
            .filter(one -> one.answer() instanceof Alert alert && isOfEarlier(alert))
            .toList());
  }

  /** The newest is refused where it is later than what the server accepts, which tells nothing. */
  private static boolean isOfEarlier(Alert alert) {
    return alert.code() == PROTOCOL_VERSION && alert.offered() != TlsProtocol.TLS13;
  }

  private Stream<Handshake> handshakes() {
    return all.stream()
        .flatMap(one -> one.answer() instanceof Handshake made ? Stream.of(made) : Stream.of());
  }

  /**
   * What may be the oldest protocol that it accepts: none later than one that it chose, and none up
   * to one that it refused as such. Empty when it accepted nothing, or contradicts itself.
   */
  private Set<TlsProtocol> oldest() {
    if (handshakes().findAny().isEmpty()) {
      return Set.of();
    }
    Set<TlsProtocol> possible = EnumSet.allOf(TlsProtocol.class);
    for (Answered one : all) {
      if (one.answer() instanceof Handshake made) {
        possible.removeIf(protocol -> protocol.compareTo(made.protocol()) > 0);
      } else if (one.answer() instanceof Alert alert && isOfEarlier(alert)) {
        possible.removeIf(protocol -> protocol.compareTo(alert.offered()) <= 0);
      }
    }
    return possible;
  }

  private String titles() {
    return handshakes()
        .map(Handshake::protocol)
        .distinct()
        .sorted()
        .map(TlsProtocol::title)
        .collect(Collectors.joining(", "));
  }

  private static boolean isNamed(TlsProtocol protocol, List<?> allowed) {
    return allowed.contains("Version" + protocol.name())
        || allowed.contains(protocol.title().replace(" ", ""));
  }

  private static boolean isNamed(String suite, List<?> allowed) {
    return allowed.contains(suite)
        || suite.endsWith(CHACHA + "_SHA256")
            && allowed.contains(suite.substring(0, suite.length() - "_SHA256".length()));
  }
}
