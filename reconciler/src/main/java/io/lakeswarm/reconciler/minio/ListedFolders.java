package io.lakeswarm.reconciler.minio;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The folders in the XML answer of a listing with a delimiter. */
final class ListedFolders {
  private static final XMLInputFactory XML = XMLInputFactory.newInstance();

  static {
    XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  private ListedFolders() {}

  /** Throws {@link MinioException} when the listing was refused or is not one. */
  static List<String> of(MinioAnswer answer) {
    List<String> folders = new ArrayList<>();
    try {
      XMLStreamReader reader =
          XML.createXMLStreamReader(new ByteArrayInputStream(answer.orThrow().body()));
      boolean inFolder = false;
      while (reader.hasNext()) {
        reader.next();
        if (reader.isStartElement() && "CommonPrefixes".equals(reader.getLocalName())) {
          inFolder = true;
        } else if (reader.isEndElement() && "CommonPrefixes".equals(reader.getLocalName())) {
          inFolder = false;
        } else if (inFolder && reader.isStartElement() && "Prefix".equals(reader.getLocalName())) {
          folders.add(reader.getElementText());
        }
      }
      return folders;
    } catch (XMLStreamException e) {
      throw new MinioException(
          MinioErrorCode.OTHER,
          "Cannot " + answer.purpose() + ": the answer of MinIO is not a listing.",
          e);
    }
  }
}
