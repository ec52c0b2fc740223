/** What the commands print: reports in the formats asked for, and exit statuses. */
@NullMarked
package dev.plumbline.cli.output;

import org.jspecify.annotations.NullMarked;
