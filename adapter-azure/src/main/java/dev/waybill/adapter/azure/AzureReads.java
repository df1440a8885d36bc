package dev.waybill.adapter.azure;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.NotModified;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.RangeUnsatisfiable;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.spi.VerifiedBody;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads objects and what the service says of them.
final class AzureReads {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
    private static final int FIRST_FAILURE = 300;
    private static final int NOT_MODIFIED = 304;
    private static final int PARTIAL = 206;
    private static final int UNSATISFIABLE = 416;
    private static final int SUFFIX_ATTEMPTS = 3;

    /// In which order they are used to verify a read: the cheapest first.
    private static final List<ChecksumAlgorithm> BY_COST = List.of(ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.MD5);

    private final AzureStore store;

    AzureReads(AzureStore store) {
        this.store = store;
    }

    Optional<ObjectMetadata> stat(ObjectKey key) {
        try {
            return Optional.of(metadata(key, head(key, Optional.empty(), Optional.empty())));
        } catch (ObjectNotFound e) {
            return Optional.empty();
        }
    }

    /// What the headers of the object at `key` say.
    ///
    /// @throws ObjectNotFound if there is none
    AzureAnswer head(ObjectKey key, Optional<Etag> ifMatch, Optional<Etag> unlessMatch) {
        var request = AzureRequest.head(store.url(key)).ifMatch(ifMatch).unlessMatch(unlessMatch);
        var answer = store.exchange(Optional.of(key), request);
        requireRead(answer, key, ifMatch, unlessMatch);
        return answer;
    }

    ObjectMetadata metadata(ObjectKey key, AzureAnswer head) {
        return store.objects().metadata(key, length(key, head), head.headers(), "Content-MD5");
    }

    /// @throws StorageException if the answer is not the one asked for
    private void requireRead(AzureAnswer answer, ObjectKey key, Optional<Etag> ifMatch, Optional<Etag> unlessMatch) {
        if (answer.status() == NOT_MODIFIED && unlessMatch.isPresent()) {
            throw new NotModified(store.id(), key, unlessMatch.get(), null);
        }
        if (answer.status() >= FIRST_FAILURE) {
            var failure = store.errors()
                    .ofAnswer(
                            answer,
                            Optional.of(key),
                            ifMatch.map(etag -> "version " + etag).orElse("none"));
            if (failure instanceof PreconditionFailed && ifMatch.isPresent()) {
                // Nothing there fails the condition too, and is told apart by asking without one.
                head(key, Optional.empty(), Optional.empty());
            }
            throw failure;
        }
    }

    private long length(ObjectKey key, AzureAnswer answer) {
        return answer.header("Content-Length")
                .filter(value -> value.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() ->
                        new StoreFailure(store.id(), Optional.of(key), "the server does not name the length", null));
    }

    @MustBeClosed
    ObjectContent get(ObjectKey key, GetOptions options) {
        if (options.range() instanceof ByteRange.Suffix suffix) {
            return suffix(key, suffix, options);
        }
        if (options.range() instanceof ByteRange.Span span && span.length() == 0) {
            return ofNoBytes(key, options);
        }
        return fetch(key, options, header(options.range()));
    }

    private static Optional<String> header(ByteRange range) {
        return switch (range) {
            case ByteRange.Whole whole -> Optional.empty();
            case ByteRange.Span span -> Optional.of("bytes=" + span.offset() + "-" + (span.end() - 1));
            case ByteRange.From from -> Optional.of("bytes=" + from.offset() + "-");
            case ByteRange.Suffix suffix -> throw new IllegalArgumentException("the service knows no " + suffix);
        };
    }

    /// The service knows no range that counts from the end, so the object is asked about first and then read
    /// in the version that it had; should it be another by then, once more.
    @MustBeClosed
    private ObjectContent suffix(ObjectKey key, ByteRange.Suffix suffix, GetOptions options) {
        for (int attempt = 1; ; attempt++) {
            var metadata = metadata(key, head(key, options.ifMatch(), options.unlessMatch()));
            var span = suffix.within(metadata.size()).orElseThrow();
            if (span.length() == 0) {
                return new ObjectContent(metadata, span, InputStream.nullInputStream());
            }
            var exact = new GetOptions(span, metadata.etag(), Optional.empty(), options.listed());
            try {
                return get(key, exact);
            } catch (PreconditionFailed e) {
                if (options.ifMatch().isPresent()) {
                    throw e;
                }
                if (attempt == SUFFIX_ATTEMPTS) {
                    throw new StoreUnavailable(
                            store.id(),
                            Optional.of(key),
                            Reason.BUSY,
                            "it changed each time it was read",
                            Optional.empty(),
                            e);
                }
            }
        }
    }

    /// HTTP has no range of no bytes, so the object is only asked about.
    @MustBeClosed
    private ObjectContent ofNoBytes(ObjectKey key, GetOptions options) {
        var metadata = metadata(key, head(key, options.ifMatch(), options.unlessMatch()));
        var span = options.range().within(metadata.size()).orElseThrow(() -> unsatisfiable(key, options));
        return new ObjectContent(metadata, span, InputStream.nullInputStream());
    }

    private RangeUnsatisfiable unsatisfiable(ObjectKey key, GetOptions options) {
        return new RangeUnsatisfiable(store.id(), key, options.range(), null);
    }

    @MustBeClosed
    private ObjectContent fetch(ObjectKey key, GetOptions options, Optional<String> range) {
        var request = AzureRequest.get(store.url(key))
                .ifMatch(options.ifMatch())
                .unlessMatch(options.unlessMatch())
                .header("x-ms-range", range);
        var response = store.open(Optional.of(key), request);
        try {
            return content(key, options, response);
        } catch (RuntimeException e) {
            response.close();
            throw e;
        }
    }

    @MustBeClosed
    private ObjectContent content(ObjectKey key, GetOptions options, AzureResponse response) {
        if (response.getStatusCode() >= FIRST_FAILURE) {
            var answer = store.read(response, Optional.of(key));
            if (answer.status() == UNSATISFIABLE) {
                throw unsatisfiable(key, options);
            }
            requireRead(answer, key, options.ifMatch(), options.unlessMatch());
        }
        var head = new AzureAnswer(response.getStatusCode(), response.getHeaders(), "");
        if (head.status() == PARTIAL && length(key, head) == 0) {
            // Azurite's way to say that there is no such byte.
            throw unsatisfiable(key, options);
        }
        var span = span(key, head);
        long size = size(key, head);
        var wanted = options.range().within(size).orElseThrow(() -> unsatisfiable(key, options));
        if (!wanted.equals(span)) {
            throw new StoreFailure(
                    store.id(),
                    Optional.of(key),
                    "the server gives " + span + " of " + size + " bytes for " + options.range(),
                    null);
        }
        String md5 = head.status() == PARTIAL ? AzureRequest.BLOB_MD5 : "Content-MD5";
        var metadata = store.objects().metadata(key, size, head.headers(), md5);
        var expected = span.length() == size ? cheapest(metadata.checksums()) : Optional.<Checksum>empty();
        var body = new AzureBody(store, key, response.getBodyAsInputStreamSync());
        return new ObjectContent(metadata, span, new VerifiedBody(store.id(), key, body, span.length(), expected));
    }

    /// By which of these a read is verified.
    private static Optional<Checksum> cheapest(List<Checksum> checksums) {
        return BY_COST.stream()
                .flatMap(algorithm -> checksums.stream().filter(c -> c.algorithm() == algorithm))
                .findFirst();
    }

    private ByteRange.Span span(ObjectKey key, AzureAnswer answer) {
        long length = length(key, answer);
        if (answer.status() != PARTIAL) {
            return new ByteRange.Span(0, length);
        }
        var range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        if (!range.matches()) {
            throw new StoreFailure(store.id(), Optional.of(key), "the server does not say which bytes it gives", null);
        }
        return new ByteRange.Span(Long.parseLong(range.group(1)), length);
    }

    private long size(ObjectKey key, AzureAnswer answer) {
        var range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        return answer.status() == PARTIAL && range.matches() ? Long.parseLong(range.group(3)) : length(key, answer);
    }
}
