package dev.waybill.adapter.gcs;

import com.google.api.client.http.LowLevelHttpResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.jspecify.annotations.Nullable;

/// An answer that holds a connection until its body is read to the end or closed. One thread.
final class PooledResponse extends LowLevelHttpResponse {
    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final Header[] headers;

    PooledResponse(HttpUriRequestBase request, ClassicHttpResponse response) {
        this.request = request;
        this.response = response;
        this.headers = response.getHeaders();
    }

    @Override
    public @Nullable InputStream getContent() throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            response.close();
            return null;
        }
        return new Body(entity.getContent());
    }

    /// Closed before its end it drops the connection: reading on would take as long as the rest of it does. What
    /// has been read but for the sign that it ends is at its end.
    private final class Body extends FilterInputStream {
        private final long length = getContentLength();
        private long count;
        private boolean ended;

        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count += one < 0 ? 0 : 1;
            ended |= one < 0;
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int got = super.read(bytes, offset, count);
            this.count += Math.max(got, 0);
            ended |= got < 0;
            return got;
        }

        @Override
        public void close() throws IOException {
            if (ended || count == length || (length < 0 && read() < 0)) {
                super.close();
            } else {
                disconnect();
            }
        }
    }

    @Override
    public void disconnect() throws IOException {
        request.abort();
        if (response instanceof ModalCloseable closeable) {
            closeable.close(CloseMode.IMMEDIATE);
        } else {
            response.close();
        }
    }

    @Override
    public @Nullable String getContentEncoding() {
        return response.getEntity() == null ? null : response.getEntity().getContentEncoding();
    }

    @Override
    public long getContentLength() {
        return response.getEntity() == null ? -1 : response.getEntity().getContentLength();
    }

    @Override
    public @Nullable String getContentType() {
        return response.getEntity() == null ? null : response.getEntity().getContentType();
    }

    @Override
    public String getStatusLine() {
        return "HTTP/1.1 " + response.getCode() + " " + getReasonPhrase();
    }

    @Override
    public int getStatusCode() {
        return response.getCode();
    }

    @Override
    public String getReasonPhrase() {
        return response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
    }

    @Override
    public int getHeaderCount() {
        return headers.length;
    }

    @Override
    public String getHeaderName(int index) {
        return headers[index].getName();
    }

    @Override
    public String getHeaderValue(int index) {
        return headers[index].getValue();
    }
}
