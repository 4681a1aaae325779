package io.lakeswarm.reconciler.minio;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the XML answer of a listing. */
final class Listing {
  private static final XMLInputFactory XML = XMLInputFactory.newInstance();

  static {
    XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  private Listing() {}

  /**
   * Returns the folders of a listing with a delimiter; throws {@link MinioException} when it is
   * none.
   */
  static List<String> folders(MinioAnswer answer) {
    return texts(answer, "CommonPrefixes", "Prefix");
  }

  /** Returns when the objects were written; throws {@link MinioException} when it is no listing. */
  static List<Instant> times(MinioAnswer answer) {
    try {
      return texts(answer, "Contents", "LastModified").stream().map(Instant::parse).toList();
    } catch (DateTimeParseException e) {
      throw answer.odd("a listing", e);
    }
  }

  private static List<String> texts(MinioAnswer answer, String entry, String field) {
    List<String> texts = new ArrayList<>();
    try {
      XMLStreamReader reader =
          XML.createXMLStreamReader(new ByteArrayInputStream(answer.orThrow().body()));
      boolean inside = false;
      while (reader.hasNext()) {
        reader.next();
        if (reader.isStartElement() && entry.equals(reader.getLocalName())) {
          inside = true;
        } else if (reader.isEndElement() && entry.equals(reader.getLocalName())) {
          inside = false;
        } else if (inside && reader.isStartElement() && field.equals(reader.getLocalName())) {
          texts.add(reader.getElementText());
        }
      }
      return texts;
    } catch (XMLStreamException e) {
      throw answer.odd("a listing", e);
    }
  }
}
