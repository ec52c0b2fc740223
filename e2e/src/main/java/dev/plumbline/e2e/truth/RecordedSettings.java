package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row with what the component said of its settings.
 *
 * @param refused what it said when it did not take the arguments; none when it took them
 * @param flags the value of every flag that isn't as the component's empty row has it, as pflag
 *     prints it; of an empty row all
 * @param fields a kubelet's configuration in force, by path in lower case; only the fields that
 *     controls ask for
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RecordedSettings(
    SettingsRow row,
    @Nullable String refused,
    Map<String, String> flags,
    Map<String, String> fields) {}
