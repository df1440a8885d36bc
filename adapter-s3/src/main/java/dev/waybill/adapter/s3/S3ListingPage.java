package dev.waybill.adapter.s3;

import java.io.ByteArrayInputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.DateUtils;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// One page of a listing (ListObjectsV2), as the store told it.
///
/// @param objects in the store's order
/// @param truncated whether there are more; null if the store did not say so, and this is no listing
/// @param next by which to ask for the rest, where there are more
/// @param token by which this page was asked for
record S3ListingPage(List<Entry> objects, @Nullable Boolean truncated, Optional<String> next, Optional<String> token) {
    /// An object.
    ///
    /// @param name the key as the store knows it
    /// @param etag as it came, in quotes or not
    record Entry(String name, long size, Instant modified, String etag) {}

    /// @throws SdkClientException if it is not XML, or an object in it lacks what every object has, or has it otherwise
    static S3ListingPage read(byte[] body) {
        if (body.length == 0) {
            return new S3ListingPage(List.of(), null, Optional.empty(), Optional.empty());
        }
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new ByteArrayInputStream(body));
            try {
                return new Reading(xml).page();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException | IllegalArgumentException | DateTimeException e) {
            throw SdkClientException.create("the listing cannot be read: " + e.getMessage(), e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /// Goes through one page. One thread.
    private static final class Reading {
        private final XMLStreamReader xml;
        private final List<Entry> objects = new ArrayList<>();
        private @Nullable Boolean truncated;
        private @Nullable String next;
        private @Nullable String token;
        private boolean encoded;

        Reading(XMLStreamReader xml) {
            this.xml = xml;
        }

        S3ListingPage page() throws XMLStreamException {
            xml.nextTag();
            if (xml.getLocalName().equals("ListBucketResult")) {
                readAll();
            }
            return new S3ListingPage(
                    encoded ? objects.stream().map(Reading::decoded).toList() : List.copyOf(objects),
                    truncated,
                    Optional.ofNullable(next),
                    Optional.ofNullable(token));
        }

        private static Entry decoded(Entry entry) {
            String name = entry.name;
            boolean plain = name.indexOf('%') < 0 && name.indexOf('+') < 0;
            return plain ? entry : new Entry(SdkHttpUtils.urlDecode(name), entry.size, entry.modified, entry.etag);
        }

        private void readAll() throws XMLStreamException {
            while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "Contents" -> objects.add(entry());
                    case "IsTruncated" -> truncated = Boolean.valueOf(xml.getElementText());
                    case "NextContinuationToken" -> next = xml.getElementText();
                    case "ContinuationToken" -> token = xml.getElementText();
                    case "EncodingType" -> encoded = xml.getElementText().equals("url");
                    default -> skip();
                }
            }
        }

        private Entry entry() throws XMLStreamException {
            String name = null;
            String size = null;
            String modified = null;
            String etag = null;
            while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "Key" -> name = xml.getElementText();
                    case "Size" -> size = xml.getElementText();
                    case "LastModified" -> modified = xml.getElementText();
                    case "ETag" -> etag = xml.getElementText();
                    default -> skip();
                }
            }
            if (name == null || size == null || modified == null || etag == null) {
                throw new IllegalArgumentException("an object without a name, size, time or etag");
            }
            return new Entry(name, Long.parseLong(size), DateUtils.parseIso8601Date(modified), etag);
        }

        private void skip() throws XMLStreamException {
            for (int depth = 1; depth > 0; ) {
                int event = xml.next();
                depth += event == XMLStreamConstants.START_ELEMENT ? 1 : 0;
                depth -= event == XMLStreamConstants.END_ELEMENT ? 1 : 0;
            }
        }
    }
}
