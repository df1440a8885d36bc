package dev.waybill.adapter.gcs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/// Reads the heads of answers, to their end: left to itself, Apache HttpClient takes a head that breaks off for one
/// that ends there, and a header that breaks off for a shorter one.
enum WholeHeads implements HttpMessageParserFactory<ClassicHttpResponse> {
    /// The one that there is.
    INSTANCE;

    @Override
    @SuppressWarnings("deprecation") // the one way to make a parser that all releases have
    public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
        return new DefaultHttpResponseParser(config) {
            @Override
            public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
                    throws IOException, HttpException {
                return super.parse(buffer, new WithoutEnd(in));
            }
        };
    }

    /// The connection while a head is read, which may not end.
    private static final class WithoutEnd extends FilterInputStream {
        WithoutEnd(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int got = super.read(bytes, offset, count);
            if (got < 0) {
                throw new ConnectionClosedException("the connection ended before the answer did");
            }
            return got;
        }
    }
}
