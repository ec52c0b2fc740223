package dev.plumbline.engine.flags;

import java.util.List;

/** Which texts Go's net package takes for an IP address. */
final class GoAddress {

  private GoAddress() {}

  /** As net.ParseIP: no zone, and no leading zeros in an IPv4 address. */
  static boolean isIp(String text) {
    return text.indexOf(':') >= 0 ? isIpv6(text) : isIpv4(text, Zeros.REFUSED);
  }

  /** An address that may have leading zeros, alone or with a port, as kube-proxy reads them. */
  static boolean isIpWithOrWithoutPort(String text) {
    if (isIpv6(text) || isIpv4(text, Zeros.ACCEPTED)) {
      return true;
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0 || GoNumber.decimal(text.substring(colon + 1), 16).isEmpty()) {
      return false;
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
    String inner = bracketed ? host.substring(1, host.length() - 1) : host;
    return isIpv4(inner, Zeros.ACCEPTED) || bracketed && isIpv6(inner);
  }

  /** Whether a field may have leading zeros: older programs read those as octal numbers. */
  private enum Zeros {
    ACCEPTED,
    REFUSED
  }

  private static boolean isIpv4(String text, Zeros zeros) {
    List<String> fields = List.of(text.split("\\.", -1));
    return fields.size() == 4 && fields.stream().allMatch(field -> isOctet(field, zeros));
  }

  private static boolean isOctet(String field, Zeros zeros) {
    boolean leadingZero = field.length() > 1 && field.startsWith("0");
    return GoNumber.decimal(field, 8).isPresent() && !(leadingZero && zeros == Zeros.REFUSED);
  }

  /** Eight groups of hexadecimal digits, or fewer around one {@code ::}. */
  private static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap));
    String rest = text.substring(gap + 2);
    int after = rest.isEmpty() ? 0 : groups(rest);
    boolean ipv4Before = text.lastIndexOf('.', gap) >= 0;
    return before >= 0 && after >= 0 && before + after < 8 && !ipv4Before;
  }

  /** How many groups there are; an IPv4 address at the end is two of them. -1 when one is wrong. */
  private static int groups(String text) {
    String[] groups = text.split(":", -1);
    for (int i = 0; i < groups.length; i++) {
      boolean last = i == groups.length - 1;
      if (last && isIpv4(groups[i], Zeros.REFUSED)) {
        return groups.length + 1;
      }
      if (!isGroup(groups[i])) {
        return -1;
      }
    }
    return groups.length;
  }

  private static boolean isGroup(String group) {
    return !group.isEmpty()
        && group.length() <= 4
        && group.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
  }
}
