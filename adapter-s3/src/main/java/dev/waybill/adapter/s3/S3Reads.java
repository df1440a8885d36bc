package dev.waybill.adapter.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException.NotModified;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.RangeUnsatisfiable;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.spi.VerifiedBody;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;

/// Reads objects and what the store says of them.
final class S3Reads {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
    private static final int NOT_MODIFIED = 304;
    private static final int PARTIAL = 206;
    private static final int UNSATISFIABLE = 416;

    private final S3Store store;

    S3Reads(S3Store store) {
        this.store = store;
    }

    Optional<ObjectMetadata> stat(ObjectKey key) {
        try {
            var response = head(key, Optional.empty(), Optional.empty());
            return Optional.of(store.headers().metadata(key, length(key, response), response));
        } catch (ObjectNotFound e) {
            return Optional.empty();
        }
    }

    /// The headers of the object at `key`.
    ///
    /// @throws ObjectNotFound if there is none
    SdkHttpResponse head(ObjectKey key, Optional<Etag> ifMatch, Optional<Etag> unlessMatch) {
        var request = HeadObjectRequest.builder()
                .bucket(store.bucket())
                .key(store.name(key))
                .overrideConfiguration(c -> c.putHeader(S3Checksums.MODE_HEADER, "ENABLED"));
        ifMatch.ifPresent(etag -> request.ifMatch(etag.toHeader()));
        unlessMatch.ifPresent(etag -> request.ifNoneMatch(etag.toHeader()));
        try {
            var response = conditional(
                    key,
                    ifMatch,
                    unlessMatch,
                    () -> store.client().headObject(request.build()).sdkHttpResponse());
            requireVersion(key, response, ifMatch, unlessMatch);
            return response;
        } catch (ObjectNotFound e) {
            // An answer to HEAD has no body to say what it is that is not there.
            store.requireBucket();
            throw e;
        }
    }

    /// Holds an answer to the conditions it was asked for under: not every server knows them.
    private void requireVersion(
            ObjectKey key, SdkHttpResponse response, Optional<Etag> ifMatch, Optional<Etag> unlessMatch) {
        if (ifMatch.isPresent() && !ifMatch.get().equals(store.headers().etag(key, response))) {
            throw new PreconditionFailed(store.id(), key, "version " + ifMatch.get(), null);
        }
        if (unlessMatch.isPresent() && unlessMatch.get().equals(store.headers().etag(key, response))) {
            throw new NotModified(store.id(), key, unlessMatch.get(), null);
        }
    }

    private <T> T conditional(
            ObjectKey key, Optional<Etag> ifMatch, Optional<Etag> unlessMatch, java.util.function.Supplier<T> request) {
        String condition = ifMatch.map(etag -> "version " + etag).orElse("none");
        return store.call(Optional.of(key), condition, () -> {
            try {
                return request.get();
            } catch (AwsServiceException e) {
                if (e.statusCode() == NOT_MODIFIED && unlessMatch.isPresent()) {
                    throw new NotModified(store.id(), key, unlessMatch.get(), e);
                }
                throw e;
            }
        });
    }

    /// The length of the whole object, from the headers of an answer that has all of it.
    long length(ObjectKey key, SdkHttpResponse response) {
        return response.firstMatchingHeader("Content-Length")
                .filter(value -> value.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() ->
                        new StoreFailure(store.id(), Optional.of(key), "the server does not name the length", null));
    }

    @MustBeClosed
    ObjectContent get(ObjectKey key, GetOptions options) {
        if (isEmpty(options.range())) {
            return ofNoBytes(key, options);
        }
        var request = GetObjectRequest.builder().bucket(store.bucket()).key(store.name(key));
        header(options.range()).ifPresent(request::range);
        if (options.range() instanceof ByteRange.Whole) {
            request.overrideConfiguration(c -> c.putHeader(S3Checksums.MODE_HEADER, "ENABLED"));
        }
        options.ifMatch().ifPresent(etag -> request.ifMatch(etag.toHeader()));
        options.unlessMatch().ifPresent(etag -> request.ifNoneMatch(etag.toHeader()));
        Optional<ResponseInputStream<GetObjectResponse>> response = conditional(
                key, options.ifMatch(), options.unlessMatch(), () -> open(key, request.build(), options.range()));
        return response.isPresent() ? content(key, options, response.get()) : ofNoBytes(key, options);
    }

    /// The answer to a request, or empty if the store cannot give the last bytes of an empty object.
    private Optional<ResponseInputStream<GetObjectResponse>> open(
            ObjectKey key, GetObjectRequest request, ByteRange range) {
        try {
            return Optional.of(store.client().getObject(request));
        } catch (AwsServiceException e) {
            if (e.statusCode() != UNSATISFIABLE) {
                throw e;
            }
            if (range instanceof ByteRange.Suffix) {
                return Optional.empty();
            }
            throw new RangeUnsatisfiable(store.id(), key, range, e);
        }
    }

    private static boolean isEmpty(ByteRange range) {
        return switch (range) {
            case ByteRange.Span span -> span.length() == 0;
            case ByteRange.Suffix suffix -> suffix.length() == 0;
            case ByteRange.From from -> false;
            case ByteRange.Whole whole -> false;
        };
    }

    /// HTTP has no range of no bytes, so the object is only asked about.
    @MustBeClosed
    private ObjectContent ofNoBytes(ObjectKey key, GetOptions options) {
        var response = head(key, options.ifMatch(), options.unlessMatch());
        var metadata = store.headers().metadata(key, length(key, response), response);
        var span = options.range()
                .within(metadata.size())
                .orElseThrow(() -> new RangeUnsatisfiable(store.id(), key, options.range(), null));
        if (span.length() > 0) {
            throw new StoreFailure(store.id(), Optional.of(key), "the server refuses " + options.range(), null);
        }
        return new ObjectContent(metadata, span, InputStream.nullInputStream());
    }

    private static Optional<String> header(ByteRange range) {
        return switch (range) {
            case ByteRange.Whole whole -> Optional.empty();
            case ByteRange.Span span -> Optional.of("bytes=" + span.offset() + "-" + (span.end() - 1));
            case ByteRange.From from -> Optional.of("bytes=" + from.offset() + "-");
            case ByteRange.Suffix suffix -> Optional.of("bytes=-" + suffix.length());
        };
    }

    @MustBeClosed
    private ObjectContent content(ObjectKey key, GetOptions options, ResponseInputStream<GetObjectResponse> body) {
        var range = options.range();
        try {
            var response = body.response().sdkHttpResponse();
            requireVersion(key, response, options.ifMatch(), options.unlessMatch());
            var span = span(key, response);
            long size = size(key, response);
            if (!range.within(size).equals(Optional.of(span))) {
                throw new StoreFailure(
                        store.id(),
                        Optional.of(key),
                        "the server gives " + span + " of " + size + " bytes for " + range,
                        null);
            }
            var metadata = store.headers().metadata(key, size, response);
            var expected = span.length() == size
                    ? S3Checksums.cheapest(metadata.checksums())
                    : Optional.<dev.waybill.port.Checksum>empty();
            return new ObjectContent(
                    metadata,
                    span,
                    new VerifiedBody(store.id(), key, new S3Body(store, key, body), span.length(), expected));
        } catch (RuntimeException e) {
            body.abort();
            throw e;
        }
    }

    private ByteRange.Span span(ObjectKey key, SdkHttpResponse response) {
        long length = length(key, response);
        if (response.statusCode() != PARTIAL) {
            return new ByteRange.Span(0, length);
        }
        var range = CONTENT_RANGE.matcher(
                response.firstMatchingHeader("Content-Range").orElse(""));
        if (!range.matches()) {
            throw new StoreFailure(store.id(), Optional.of(key), "the server does not say which bytes it gives", null);
        }
        return new ByteRange.Span(Long.parseLong(range.group(1)), length);
    }

    private long size(ObjectKey key, SdkHttpResponse response) {
        var range = CONTENT_RANGE.matcher(
                response.firstMatchingHeader("Content-Range").orElse(""));
        return response.statusCode() == PARTIAL && range.matches()
                ? Long.parseLong(range.group(3))
                : length(key, response);
    }
}
