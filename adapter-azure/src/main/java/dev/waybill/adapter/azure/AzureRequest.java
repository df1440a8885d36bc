package dev.waybill.adapter.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.Context;
import dev.waybill.port.Etag;
import dev.waybill.port.Precondition;
import java.util.Map;
import java.util.Optional;

/// One request in the making. One thread.
final class AzureRequest {
    static final HttpHeaderName VERSION = HttpHeaderName.fromString("x-ms-version");
    static final HttpHeaderName DATE = HttpHeaderName.fromString("x-ms-date");
    static final HttpHeaderName COPY_SOURCE = HttpHeaderName.fromString("x-ms-copy-source");
    static final String BLOB_TYPE = "x-ms-blob-type";
    static final String BLOB_CONTENT_TYPE = "x-ms-blob-content-type";
    static final String BLOB_MD5 = "x-ms-blob-content-md5";
    static final String CRC64 = "x-ms-content-crc64";

    private final HttpRequest request;
    private Optional<AzureSourceBody> streamed = Optional.empty();

    private AzureRequest(HttpMethod method, String url) {
        this.request = new HttpRequest(method, url);
        // The SDK signs the word null where a request has no length at all; 0 is signed as none.
        request.setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
    }

    static AzureRequest get(String url) {
        return new AzureRequest(HttpMethod.GET, url);
    }

    static AzureRequest head(String url) {
        return new AzureRequest(HttpMethod.HEAD, url);
    }

    static AzureRequest put(String url) {
        return new AzureRequest(HttpMethod.PUT, url);
    }

    static AzureRequest delete(String url) {
        return new AzureRequest(HttpMethod.DELETE, url);
    }

    AzureRequest header(String name, String value) {
        request.setHeader(HttpHeaderName.fromString(name), value);
        return this;
    }

    AzureRequest header(String name, Optional<String> value) {
        value.ifPresent(text -> header(name, text));
        return this;
    }

    AzureRequest headers(Map<String, String> headers) {
        headers.forEach(this::header);
        return this;
    }

    AzureRequest ifMatch(Optional<Etag> etag) {
        return header("If-Match", etag.map(Etag::toHeader));
    }

    AzureRequest unlessMatch(Optional<Etag> etag) {
        return header("If-None-Match", etag.map(Etag::toHeader));
    }

    AzureRequest under(Precondition condition) {
        return switch (condition) {
            case Precondition.None none -> this;
            case Precondition.Absent absent -> header("If-None-Match", "*");
            case Precondition.Matches matches -> ifMatch(Optional.of(matches.etag()));
        };
    }

    AzureRequest body(byte[] bytes) {
        request.setBody(bytes);
        return header("Content-Length", Integer.toString(bytes.length));
    }

    /// The same, sending what `body` reads, from its beginning each time.
    AzureRequest body(AzureSourceBody body) {
        streamed = Optional.of(body);
        return header("Content-Length", Long.toString(body.length()));
    }

    AzureRequest copySource(String url) {
        request.setHeader(COPY_SOURCE, url);
        return this;
    }

    HttpRequest toHttpRequest() {
        return request;
    }

    /// With which the request is sent once.
    Context toContext() {
        return streamed.map(body -> new Context(AzureTransport.BODY, body.open()))
                .orElse(Context.NONE);
    }
}
