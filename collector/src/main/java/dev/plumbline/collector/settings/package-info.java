/** Configuration files as the settings that controls ask for. */
@NullMarked
package dev.plumbline.collector.settings;

import org.jspecify.annotations.NullMarked;
