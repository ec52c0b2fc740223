package dev.plumbline.engine.flags;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads numbers as Go's strconv does: integers in any base, numbers with a point or an exponent.
 */
final class GoNumber {

  private GoNumber() {}

  /** As ParseInt of this many bits, with base 0: a prefix names the base. */
  static Optional<Long> signed(String text, int bits) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    long limit = 1L << (bits - 1);
    return unsigned(digits, 64)
        .filter(
            number ->
                negative
                    ? Long.compareUnsigned(number, limit) <= 0
                    : Long.compareUnsigned(number, limit) < 0)
        .map(number -> negative ? -number : number);
  }

  /** As ParseUint of this many bits, with base 0; one of 64 bits may come out negative. */
  static Optional<Long> unsigned(String text, int bits) {
    int base = base(text);
    int start = base == 10 ? 0 : hasLetter(text) ? 2 : 1;
    return underscoresSeparate(text) ? digits(text.replace("_", ""), start, base, bits) : none();
  }

  /** As ParseUint of this many bits, with base 10. */
  static Optional<Long> decimal(String text, int bits) {
    return digits(text, 0, 10, bits);
  }

  /** As Atoi: base 10 with a sign. */
  static Optional<Long> decimal(String text) {
    boolean sign = text.startsWith("-") || text.startsWith("+");
    return decimal(sign ? text.substring(1) : text, 63)
        .map(number -> text.startsWith("-") ? -number : number);
  }

  private static int base(String text) {
    if (!text.startsWith("0") || text.length() == 1) {
      return 10;
    }
    return switch (Character.toLowerCase(text.charAt(1))) {
      case 'x' -> 16;
      case 'b' -> 2;
      default -> 8;
    };
  }

  private static boolean hasLetter(String text) {
    return text.length() > 1 && "xXbBoO".indexOf(text.charAt(1)) >= 0;
  }

  private static Optional<Long> digits(String text, int start, int base, int bits) {
    if (text.length() <= start) {
      return none();
    }
    long most = bits == 64 ? -1L : (1L << bits) - 1;
    long number = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), base) : -1;
      boolean full = Long.compareUnsigned(number, Long.divideUnsigned(most - digit, base)) > 0;
      if (digit < 0 || full) {
        return none();
      }
      number = number * base + digit;
    }
    return Optional.of(number);
  }

  /** Whether every underscore is between two digits, or between a prefix and a digit. */
  private static boolean underscoresSeparate(String text) {
    int i = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    boolean hexadecimal = text.regionMatches(true, i, "0x", 0, 2);
    boolean prefix = hexadecimal || text.regionMatches(true, i, "0b", 0, 2);
    prefix |= text.regionMatches(true, i, "0o", 0, 2);
    char before = prefix ? '0' : '!';
    for (i += prefix ? 2 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c < 128 && Character.digit(c, hexadecimal ? 16 : 10) >= 0;
      if (c == '_' ? before != '0' : before == '_' && !digit) {
        return false;
      }
      before = digit ? '0' : c == '_' ? '_' : '!';
    }
    return before != '_';
  }

  /** As ParseFloat of this many bits; empty beyond its range. */
  static OptionalDouble floating(String text, int bits) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean sign = lower.startsWith("-") || lower.startsWith("+");
    String number = sign ? lower.substring(1) : lower;
    if (number.equals("inf") || number.equals("infinity")) {
      double infinity = Double.POSITIVE_INFINITY;
      return OptionalDouble.of(lower.startsWith("-") ? -infinity : infinity);
    }
    if (lower.equals("nan")) {
      return OptionalDouble.of(Double.NaN);
    }
    if (!isLiteral(number.replace("_", "")) || !underscoresSeparate(number)) {
      return OptionalDouble.empty();
    }
    String clean = lower.replace("_", "");
    double value = bits == 32 ? Float.parseFloat(clean) : Double.parseDouble(clean);
    return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Digits with at most one point, then an exponent, without which no hexadecimal one may be. */
  private static boolean isLiteral(String number) {
    boolean hexadecimal = number.startsWith("0x");
    int start = hexadecimal ? 2 : 0;
    int at = afterDigits(number, start, hexadecimal ? 16 : 10);
    int digits = at - start;
    if (at < number.length() && number.charAt(at) == '.') {
      int end = afterDigits(number, at + 1, hexadecimal ? 16 : 10);
      digits += end - at - 1;
      at = end;
    }
    if (digits == 0 || at == number.length()) {
      return digits > 0 && !hexadecimal;
    }
    if (number.charAt(at) != (hexadecimal ? 'p' : 'e')) {
      return false;
    }
    at++;
    if (at < number.length() && "+-".indexOf(number.charAt(at)) >= 0) {
      at++;
    }
    int end = afterDigits(number, at, 10);
    return end > at && end == number.length();
  }

  private static int afterDigits(String text, int start, int base) {
    int at = start;
    while (at < text.length()
        && text.charAt(at) < 128
        && Character.digit(text.charAt(at), base) >= 0) {
      at++;
    }
    return at;
  }

  private static Optional<Long> none() {
    return Optional.empty();
  }
}
