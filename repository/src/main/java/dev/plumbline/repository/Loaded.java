package dev.plumbline.repository;

import dev.plumbline.collector.document.Document;
import dev.plumbline.collector.document.InvalidDocumentException;
import dev.plumbline.evidence.Problem;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.repository.FileOutcome.Cause;
import dev.plumbline.repository.FileOutcome.Content;
import dev.plumbline.repository.RepositoryReader.Selected;
import dev.plumbline.repository.RepositoryReader.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a file holds, before its documents are read. */
sealed interface Loaded {

  /** Documents, one of which is of a known format or configures a component. */
  record Documents(SourceFile.Parsed file) implements Loaded {}

  /** Nothing more is to be read. */
  record Done(FileOutcome outcome) implements Loaded {}

  static Loaded of(Source source) {
    FileText content = FileText.of(source.path());
    if (content instanceof FileText.Text text) {
      return ofText(source.name(), text.text(), source.selected());
    }
    FileText.Refused refused = (FileText.Refused) content;
    boolean unseen = refused.cause() == Cause.NO_PERMISSION || refused.cause() == Cause.NOT_A_FILE;
    return source.selected() != Selected.DISCOVERED || unseen || Mentions.in(source.path())
        ? unreadable(source.name(), 1, refused.cause(), refused.why())
        : new Done(new FileOutcome.Unrelated(source.name(), Content.NOT_PARSED));
  }

  static Loaded ofText(String name, String text, Selected selected) {
    if (text.lines().allMatch(Loaded::isNothing)) {
      return selected == Selected.PART
          ? new Documents(new SourceFile.Parsed(name, text, List.of()))
          : new Done(new FileOutcome.Unrelated(name, Content.NOTHING));
    }
    if (RepositoryFile.isWithoutDocuments(name, text)) {
      return new Documents(new SourceFile.Parsed(name, text, List.of()));
    }
    try {
      Optional<TemplateSign> structure = TemplateSign.ofStructure(name, text);
      if (structure.isPresent()) {
        return template(name, structure.get(), text, selected);
      }
      return documents(new SourceFile.Parsed(name, text, Document.parseAll(text)), selected);
    } catch (InvalidDocumentException e) {
      Optional<TemplateSign> sign = TemplateSign.of(name, text);
      if (sign.isPresent()) {
        return template(name, sign.get(), text, selected);
      }
      return selected != Selected.DISCOVERED || Mentions.in(text)
          ? unreadable(name, e.line(), Cause.INVALID, e.why())
          : new Done(new FileOutcome.Unrelated(name, Content.NOT_PARSED));
    }
  }

  /** Comments, and what separates documents. */
  private static boolean isNothing(String line) {
    return line.isBlank() || line.strip().startsWith("#") || line.matches("(---|\\.\\.\\.)\\s*");
  }

  private static Loaded template(String name, TemplateSign sign, String text, Selected selected) {
    return selected != Selected.DISCOVERED || Mentions.in(text)
        ? unreadable(
            name,
            sign.line(),
            Cause.TEMPLATE,
            "looks like a template (" + sign.sign() + "); render it and check the result")
        : new Done(new FileOutcome.Unrelated(name, Content.NOT_PARSED));
  }

  private static Loaded documents(SourceFile.Parsed file, Selected selected) {
    SourceFile source = SourceFile.of(file);
    Path path = Path.of(file.name());
    boolean known =
        selected == Selected.PART
            || ConfigDropIns.mainOf(path).isPresent()
            || KubeadmPatchFiles.mayBePatch(path)
            || source.documents().stream().anyMatch(RepositoryFile::isKnown);
    if (known) {
      return new Documents(file);
    }
    if (TemplateSign.isTemplateName(file.name())) {
      TemplateSign ending = TemplateSign.ofEnding(file.name());
      return template(file.name(), ending, file.text(), selected);
    }
    return source.documents().stream().anyMatch(document -> UnknownKind.sign(document).isPresent())
        ? new Documents(file)
        : new Done(new FileOutcome.Unrelated(file.name(), Content.OTHER_KINDS));
  }

  /** A file that could not be read may configure any component. */
  static Done unreadable(String name, int line, Cause cause, String why) {
    Problem problem = new Problem("", SourceLocation.line(name, line), why);
    return new Done(
        new FileOutcome.Unreadable(name, cause, Problems.evidence(List.of(), List.of(problem))));
  }
}
