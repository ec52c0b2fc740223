package dev.plumbline.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** Whatever a node says is a text of the document, and no character of it ends the document. */
class XmlTextTest {

  @Test
  void everyCharacterIsReadAgainOrReplaced() throws Exception {
    StringBuilder all = new StringBuilder("]]> <!-- &amp; \" ' ");
    IntStream.range(0, 0x11000).filter(c -> c != '\r').forEach(all::appendCodePoint);
    // Halves of pairs, which are no characters.
    all.append("\uD800").append('x').append("\uDC00");
    String read =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(
                new InputSource(
                    new StringReader(
                        XmlText.document(
                            xml -> {
                              xml.writeStartElement("a");
                              xml.writeAttribute("b", XmlText.clean("\"<&>\u0000"));
                              XmlText.element(xml, 0, "c", all.toString());
                              xml.writeEndElement();
                            }))))
            .getDocumentElement()
            .getTextContent()
            .strip();
    assertThat(read).isEqualTo(XmlText.clean(all.toString()).strip());
    assertThat(read)
        .startsWith("]]> <!-- &amp; \" ' \uFFFD")
        .contains("\uD7FF\uFFFD", "\uE000", "\uFFFDx\uFFFD");
  }
}
