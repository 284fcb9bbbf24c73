package fr.teleservices.siecle;

import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The JDK's StAX parser behind an {@link XmlGate}: elements and texts only, every failure a refusal with its line. */
final class SiecleXml implements AutoCloseable {
    private static final int MAX_INSTRUCTIONS = 20;

    private final SiecleSource source;
    private final SiecleLimits limits;
    private final XmlGate gate;
    private final XMLStreamReader xml;
    private final Set<String> names = new HashSet<>();
    private int instructions;

    /** The JDK's own, whatever else is on the class path; a new one each time: it is not thread-safe and keeps its last reader. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        // Exports have no namespaces; without, the parser does not keep their addresses.
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entity");
        });
        return factory;
    }

    /** Takes the stream over. */
    SiecleXml(InputStream bytes, SiecleSource source, SiecleLimits limits) {
        this.source = source;
        this.limits = limits;
        try {
            gate = new XmlGate(bytes, source, limits);
            xml = factory().createXMLStreamReader(gate);
        } catch (XMLStreamException e) {
            closeQuietly(bytes);
            throw malformed(e);
        } catch (SiecleRefused e) {
            closeQuietly(bytes);
            throw e;
        }
    }

    static SiecleXml open(SiecleSource source, SiecleLimits limits) {
        return new SiecleXml(SiecleInput.open(source, limits), source, limits);
    }

    /** START_ELEMENT, CHARACTERS, END_ELEMENT or END_DOCUMENT, as StAX numbers them. */
    int next() {
        while (true) {
            int event;
            try {
                event = xml.next();
            } catch (XMLStreamException e) {
                throw malformed(e);
            }
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    checkNames();
                    return event;
                }
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return event;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    return XMLStreamConstants.CHARACTERS;
                }
                case XMLStreamConstants.COMMENT -> {}
                case XMLStreamConstants.PROCESSING_INSTRUCTION -> {
                    if (++instructions > MAX_INSTRUCTIONS) {
                        throw refuse("malformed", "le fichier contient trop d’instructions de traitement.");
                    }
                }
                default -> throw refuse("entity", "le fichier emploie une DTD ou une entité, ce qui est interdit.");
            }
        }
    }

    private void checkNames() {
        names.add(xml.getLocalName());
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            names.add(xml.getAttributeLocalName(i));
        }
        if (names.size() > limits.maxNames()) {
            throw refuse("not-siecle", "le fichier contient trop d’éléments inconnus.");
        }
    }

    String name() {
        return xml.getLocalName();
    }

    void appendText(StringBuilder text) {
        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
    }

    void attributes(Fields into) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            into.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
    }

    int line() {
        return Math.max(1, xml.getLocation().getLineNumber());
    }

    SiecleRefused refuse(String code, String sentence) {
        return new SiecleRefused(code, source, line(), sentence);
    }

    private SiecleRefused malformed(XMLStreamException e) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
        return new SiecleRefused(
                "malformed", source, line, "le fichier n’est pas un XML bien formé ; exportez-le de nouveau.");
    }

    @Override
    public void close() {
        closeQuietly(gate);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception ignored) {
            // It was only read.
        }
    }
}
