package dev.plumbline.report.format;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Markdown as HTML that fits into a page: no markup of its own counts, no picture is loaded, and
 * its headings do not get among those of the page.
 */
final class Prose {

  private static final Parser PARSER = Parser.builder().build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .escapeHtml(true)
          .sanitizeUrls(true)
          .softbreak("<br>\n")
          .attributeProviderFactory(
              context ->
                  (node, tag, attributes) -> {
                    if (tag.equals("pre")) {
                      // Wide code is scrolled, which a keyboard must be able to do too.
                      attributes.put("tabindex", "0");
                    }
                  })
          .build();

  private Prose() {}

  static String html(String markdown) {
    Node document = PARSER.parse(markdown);
    document.accept(new Tamed());
    return RENDERER.render(document);
  }

  private static final class Tamed extends AbstractVisitor {

    @Override
    public void visit(Heading heading) {
      visitChildren(heading);
      Paragraph paragraph = new Paragraph();
      StrongEmphasis strong = new StrongEmphasis();
      children(heading).forEach(strong::appendChild);
      paragraph.appendChild(strong);
      heading.insertAfter(paragraph);
      heading.unlink();
    }

    /** Its text stays. */
    @Override
    public void visit(Image image) {
      visitChildren(image);
      children(image).forEach(image::insertBefore);
      image.unlink();
    }

    private static List<Node> children(Node parent) {
      List<Node> children = new ArrayList<>();
      for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
        children.add(child);
      }
      return children;
    }
  }
}
