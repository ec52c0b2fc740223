package dev.plumbline.report.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recorded exception: a failure that is accepted, for a reason and until a day. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Waiver(
    @Required @JsonPropertyDescription("The control's name or number.") @Size(min = 1, max = 100)
        String control,
    @Required @JsonPropertyDescription("Why the failure is accepted.") @Size(min = 1, max = 2000)
        String reason,
    @Nullable @JsonPropertyDescription("Who accepted it.") @Size(min = 1, max = 200) String author,
    @Required
        @JsonPropertyDescription("The last day that the waiver is valid, such as 2027-05-31.")
        @Size(min = 10, max = 10)
        @Pattern("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
        String expires,
    @Nullable
        @JsonPropertyDescription(
            "The nodes that it applies to, by name; * matches any characters. Default: all nodes.")
        @Size(min = 1, max = 100)
        List<@Size(min = 1, max = 253) String> nodes) {

  public List<String> nodeNames() {
    return nodes == null ? List.of() : List.copyOf(nodes);
  }

  public String by() {
    return author == null ? "" : author;
  }
}
