package dev.waybill.adapter.azure;

import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// One element of an answer: its text, or its children in order. Documents of the service are small and
/// shallow; entities and declarations of types are not read.
///
/// @param name the element's
/// @param text what is in it, without what its children hold
/// @param children the elements in it
record AzureXml(String name, String text, List<AzureXml> children) {
    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /// The document's element.
    ///
    /// @throws XMLStreamException if `document` is not XML
    static AzureXml parse(String document) throws XMLStreamException {
        XMLStreamReader reader;
        // The factory is safe to configure once, not to be used by many threads at the same time.
        synchronized (FACTORY) {
            reader = FACTORY.createXMLStreamReader(new StringReader(document));
        }
        try {
            return read(reader);
        } finally {
            reader.close();
        }
    }

    private static AzureXml read(XMLStreamReader reader) throws XMLStreamException {
        Deque<Draft> open = new ArrayDeque<>();
        var root = new Draft("", false);
        open.push(root);
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT ->
                    open.push(
                            new Draft(reader.getLocalName(), "true".equals(reader.getAttributeValue(null, "Encoded"))));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    open.element().text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    var done = open.pop().finish();
                    open.element().children.add(done);
                }
                default -> {}
            }
        }
        return root.children.get(0);
    }

    /// An element that has not ended yet.
    private static final class Draft {
        private final String name;
        private final boolean encoded;
        private final StringBuilder text = new StringBuilder();
        private final List<AzureXml> children = new ArrayList<>();

        Draft(String name, boolean encoded) {
            this.name = name;
            this.encoded = encoded;
        }

        /// Names that XML cannot hold come escaped as in URLs, and are marked so.
        AzureXml finish() {
            String whole = encoded
                    ? URLDecoder.decode(text.toString().replace("+", "%2B"), StandardCharsets.UTF_8)
                    : text.toString();
            return new AzureXml(name, whole, List.copyOf(children));
        }
    }

    Optional<AzureXml> child(String wanted) {
        return children.stream().filter(child -> child.name().equals(wanted)).findFirst();
    }

    /// The text of a child, or empty text.
    String textOf(String wanted) {
        return child(wanted).map(AzureXml::text).orElse("");
    }

    /// The texts of the children by their names.
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        children.forEach(child -> texts.put(child.name(), child.text()));
        return texts;
    }
}
