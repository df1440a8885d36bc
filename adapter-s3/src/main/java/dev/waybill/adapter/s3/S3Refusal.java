package dev.waybill.adapter.s3;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// An answer that is no success, as the SDK would throw it ("REST error responses", Amazon S3 API Reference).
final class S3Refusal {
    /// What is read of the document that says why.
    static final int MOST_BYTES = 64 << 10;

    private static final XMLInputFactory XML = factory();

    private S3Refusal() {}

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /// The answer again, if it is a success.
    ///
    /// @param body says why it is none
    /// @throws S3Exception if it is none
    static SdkHttpResponse require(SdkHttpResponse answer, byte[] body) {
        if (answer.isSuccessful()) {
            return answer;
        }
        var said = elements(body);
        var details = AwsErrorDetails.builder()
                .serviceName("S3")
                .errorCode(said.get("Code"))
                .errorMessage(said.get("Message"))
                .sdkHttpResponse(answer)
                .build();
        throw S3Exception.builder()
                .awsErrorDetails(details)
                .message(said.get("Message"))
                .statusCode(answer.statusCode())
                .requestId(answer.firstMatchingHeader("x-amz-request-id").orElse(said.get("RequestId")))
                .extendedRequestId(answer.firstMatchingHeader("x-amz-id-2").orElse(null))
                .build();
    }

    /// The texts of the elements right below the first, as far as the document can be read: a proxy may send another.
    private static Map<String, String> elements(byte[] body) {
        var found = new HashMap<String, String>();
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(body));
            String element = "";
            int depth = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        element = reader.getLocalName();
                    }
                    case XMLStreamConstants.CHARACTERS -> {
                        if (depth == 2) {
                            found.merge(element, reader.getText(), String::concat);
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            return found;
        }
        return found;
    }
}
