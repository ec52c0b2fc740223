package dev.plumbline.report.model;

/** How a resource's schema takes days of the calendar. */
final class Days {

  /** The form of a day. */
  static final String PATTERN = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

  /** True for no day of that form that the calendar lacks, such as 30 February. */
  static final String EXPIRES_IN_CALENDAR =
      "!self.expires.matches('-(02-3[01]|(04|06|09|11)-31)$')"
          + " && (!self.expires.endsWith('-02-29') || self.expires.matches("
          + "'^([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)'))";

  private Days() {}
}
