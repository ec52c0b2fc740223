package dev.plumbline.repository;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.collector.document.Tree;
import dev.plumbline.evidence.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * cloud-init's user data in several parts, a MIME message or an archive, of which each is read as
 * what it is (cloudinit/user_data.py and cloudinit/handlers of canonical/cloud-init at 04eacd06).
 * Nodes of EKS take a part of their own kind (nodeadm/internal/configprovider of
 * awslabs/amazon-eks-ami at 81fec2e8).
 */
final class UserDataParts {

  private static final Pattern START =
      Pattern.compile("\\A(?i:MIME-Version:|Content-Type:\\s*multipart/)|\\A#cloud-config-archive");

  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)boundary=(?:\"([^\"]+)\"|([^;\\s]+))");

  /** Types that say little, so that the text's beginning counts. */
  private static final Pattern BY_BEGINNING =
      Pattern.compile("|text/plain|text/x-not-multipart|text/x-shellscript|.*gzip.*");

  /** What the beginning of a text says that it is; the longer ones first. */
  private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

  static {
    BEGINNINGS.put("#cloud-config-archive", "text/cloud-config-archive");
    BEGINNINGS.put("#cloud-config-jsonp", "text/cloud-config-jsonp");
    BEGINNINGS.put("#cloud-config", "text/cloud-config");
    BEGINNINGS.put("## template: jinja", "text/jinja2");
    BEGINNINGS.put("#!", "text/x-shellscript");
  }

  private static final String ARCHIVE = "text/cloud-config-archive";

  private final ComponentSink into;
  private final List<String> lines;

  /** nodeadm takes all of them as one. */
  private final List<Tree.Mapping> nodeConfigs = new ArrayList<>();

  private UserDataParts(ComponentSink into) {
    this.into = into;
    this.lines = into.source().parts().get(0).lines();
  }

  /** Whether a text is user data in parts. */
  static boolean isOne(String text) {
    return START.matcher(text).find();
  }

  static void read(ComponentSink into) {
    UserDataParts parts = new UserDataParts(into);
    try {
      if (parts.lines.get(0).startsWith("#")) {
        parts.archive(Document.parseAll(String.join("\n", parts.lines)));
      } else {
        parts.message(0, parts.lines.size());
      }
      parts.nodeConfigs.stream()
          .reduce(Nodeadm::merged)
          .ifPresent(all -> RepositoryFile.read(all, into));
    } catch (InvalidDocumentException e) {
      into.refused(Component.NAMES, e);
    }
  }

  private static Tree at(int line) {
    return new Tree.Scalar(
        "", Tree.Kind.STRING, Tree.Origin.SHARED, new Tree.Span(line, 0, line, 0));
  }

  /** A message, or a part of one, in a range of lines from 0. */
  private void message(int from, int to) throws InvalidDocumentException {
    Map<String, String> headers = new LinkedHashMap<>();
    int body = headers(from, to, headers);
    String type = headers.getOrDefault("content-type", "");
    if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      leaf(type, headers.getOrDefault("content-transfer-encoding", ""), body, to);
      return;
    }
    Matcher boundary = BOUNDARY.matcher(type);
    if (!boundary.find()) {
      throw new InvalidDocumentException(
          from + 1, "has several parts and no boundary between them in its Content-Type");
    }
    String mark = "--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
    into.within(at(from + 1), () -> parts(mark, body, to));
  }

  private void parts(String mark, int from, int to) throws InvalidDocumentException {
    int start = -1;
    for (int i = from; i <= to; i++) {
      boolean ends = i == to || lines.get(i).stripTrailing().equals(mark + "--");
      if (ends || lines.get(i).stripTrailing().equals(mark)) {
        if (start >= 0) {
          message(start, i);
        }
        if (ends) {
          return;
        }
        start = i + 1;
      }
    }
  }

  /**
   * Reads headers, of which each may go on in lines that are indented, and tells where they end.
   */
  private int headers(int from, int to, Map<String, String> headers) {
    String last = "";
    int line = from;
    while (line < to && !lines.get(line).isBlank()) {
      String text = lines.get(line);
      int colon = text.indexOf(':');
      if (Character.isWhitespace(text.charAt(0))) {
        headers.merge(last, text, (before, more) -> before + more);
      } else if (colon > 0) {
        last = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        headers.put(last, text.substring(colon + 1).strip());
      }
      line++;
    }
    return Math.min(line + 1, to);
  }

  private void leaf(String type, String encoding, int from, int to) {
    Tree place = at(from + 1);
    String body = String.join("\n", lines.subList(from, to));
    String form = encoding.strip().toLowerCase(Locale.ROOT);
    try {
      switch (form) {
        case "", "7bit", "8bit", "binary" -> {
          String inPlace = "\n".repeat(from) + body;
          read(type, body, place, () -> Document.parseAll(inPlace));
        }
        case "base64" -> {
          String steps = type.contains("gzip") ? "gz+b64" : "b64";
          decoded(type, Encoded.decode(body, steps, place, into), place);
        }
        case "quoted-printable" ->
            decoded(type, Encoded.ofQuotedPrintable(body, place, into), place);
        default ->
            into.notSupported("user data in the encoding \"" + form + "\"", Component.NAMES, place);
      }
    } catch (InvalidDocumentException e) {
      into.refused(Component.NAMES, e);
    }
  }

  private void decoded(String type, String text, Tree place) throws InvalidDocumentException {
    read(type, text, place, () -> EmbeddedText.decoded(text, place.span()));
  }

  /** How the documents in a text are had, where it is one of documents. */
  private interface Documents {
    List<Tree> parse() throws InvalidDocumentException;
  }

  private void read(String declared, String text, Tree at, Documents documents)
      throws InvalidDocumentException {
    String type = declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (BY_BEGINNING.matcher(type).matches()) {
      type = byBeginning(type, text);
    }
    switch (type) {
      case "text/cloud-config" -> {
        if (Mentions.in(text)) {
          List<Tree> all = documents.parse();
          into.within(at, () -> EmbeddedDocuments.read(all, into));
        }
      }
      case "application/node.eks.aws" -> {
        for (Tree document : documents.parse()) {
          nodeConfigs.add(Tree.mapping(document));
        }
      }
      case ARCHIVE -> archive(documents.parse());
      default -> {
        if (type.startsWith("text/x-shellscript") || type.equals("text/cloud-boothook")) {
          MachineCommands.reportScript(text, at, into);
        } else if (Mentions.in(text)) {
          into.notSupported("user data of the type \"" + type + "\"", Component.NAMES, at);
        }
      }
    }
  }

  private static String byBeginning(String type, String text) {
    return BEGINNINGS.entrySet().stream()
        .filter(entry -> text.stripLeading().startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(type);
  }

  /** A list of texts, with their types or without. */
  private void archive(List<Tree> documents) throws InvalidDocumentException {
    for (Tree document : documents) {
      if (document instanceof Tree.Sequence list) {
        for (Tree item : list.items()) {
          Tree content =
              item instanceof Tree.Mapping fields ? fields.get("content").orElse(item) : item;
          if (content instanceof Tree.Scalar text) {
            String type = item instanceof Tree.Mapping f ? Format.text(f, "type") : "";
            read(
                type.isEmpty() ? byBeginning("text/cloud-config", text.text()) : type,
                text.text(),
                content,
                () -> EmbeddedText.documents(content, into.source()));
          }
        }
      }
    }
  }
}
