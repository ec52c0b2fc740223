package dev.plumbline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plumbline.operator.api.ComplianceReport;

/** How a report is written to standard output. */
enum OutputFormat {
  table {
    @Override
    String render(ComplianceReport report) {
      return ReportTable.render(report.getStatus());
    }
  },
  json {
    @Override
    String render(ComplianceReport report) {
      return written(
          JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build(), report);
    }
  },
  yaml {
    @Override
    String render(ComplianceReport report) {
      return written(
          YAMLMapper.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .build(),
          report);
    }
  };

  abstract String render(ComplianceReport report);

  private static String written(ObjectMapper mapper, ComplianceReport report) {
    try {
      String text = mapper.writeValueAsString(report);
      return text.endsWith("\n") ? text : text + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report could not be written", e);
    }
  }
}
