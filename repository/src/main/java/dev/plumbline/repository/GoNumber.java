package dev.plumbline.repository;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number as a Go template prints it, which has each number of JSON as a float: with an exponent
 * from a million on and below a ten-thousandth.
 *
 * @see <a href="https://pkg.go.dev/fmt">fmt, the verb %v</a>
 */
final class GoNumber {

  private static final Pattern DECIMAL =
      Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?(e[+-]?\\d{1,2})?");

  /** A float has any number of so many digits, and its shortest text has the same ones. */
  private static final int EXACT_DIGITS = 15;

  private static final int LARGEST_EXPONENT = 5;

  private static final int SMALLEST_EXPONENT = -4;

  private GoNumber() {}

  /** Empty for one that is not written in decimal digits, or with more than a float has. */
  static Optional<String> printed(String written) {
    if (!DECIMAL.matcher(written).matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(written).stripTrailingZeros();
    if (number.precision() > EXACT_DIGITS) {
      return Optional.empty();
    }
    int exponent = number.precision() - number.scale() - 1;
    boolean plain =
        number.signum() == 0 || exponent >= SMALLEST_EXPONENT && exponent <= LARGEST_EXPONENT;
    return Optional.of(plain ? number.toPlainString() : withExponent(number, exponent));
  }

  private static String withExponent(BigDecimal number, int exponent) {
    String digits = number.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (number.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
