package dev.plumbline.e2e.truth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments and files whose settings in force a real component is asked for.
 *
 * @param config the file that {@code --config={dir}/config.yaml} names
 * @param dropIns content by name, in the folder {@code {dir}/drop-ins}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SettingsRow(
    String name,
    String component,
    List<String> arguments,
    @Nullable String config,
    @Nullable Map<String, String> dropIns) {}
