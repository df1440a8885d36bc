package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Adapters that read or list wrongly, in one way each.
@SuppressWarnings("MustBeClosedChecker") // defects take no care; the contract closes what it opens
final class DefectiveReads {
    private DefectiveReads() {}

    static IObjectStorageAdapter listingIn(IObjectStorageAdapter inner, Comparator<String> order) {
        return listing(
                inner,
                objects -> objects.stream()
                        .sorted(Comparator.comparing(o -> o.key().value(), order))
                        .toList());
    }

    /// As a walk through folders gives it: folder by folder, a name before what lies below it.
    static Comparator<String> folderByFolder() {
        return Comparator.comparing((String key) -> key.replace('/', '\u0000'));
    }

    static IObjectStorageAdapter listingAtMost(IObjectStorageAdapter inner, int most) {
        return listing(inner, objects -> objects.stream().limit(most).toList());
    }

    private static IObjectStorageAdapter listing(
            IObjectStorageAdapter inner, UnaryOperator<List<ObjectMetadata>> wrongly) {
        return new ForwardingAdapter(inner) {
            @Override
            @MustBeClosed
            public Stream<ObjectMetadata> list(ListOptions options) {
                try (var objects = inner.list(options)) {
                    return wrongly.apply(objects.toList()).stream();
                }
            }
        };
    }

    static IObjectStorageAdapter listingWith(
            IObjectStorageAdapter inner, Function<ListOptions, Stream<ObjectMetadata>> wrongly) {
        return new ForwardingAdapter(inner) {
            @Override
            @MustBeClosed
            public Stream<ObjectMetadata> list(ListOptions options) {
                return wrongly.apply(options);
            }
        };
    }

    static IObjectStorageAdapter beginningAtStartAfter(IObjectStorageAdapter inner) {
        return listingWith(inner, options -> {
            var named = options.startAfter().flatMap(inner::stat).stream();
            return Stream.concat(named, inner.list(options));
        });
    }

    static IObjectStorageAdapter takingPrefixesForFolders(IObjectStorageAdapter inner) {
        return listingWith(
                inner,
                options -> inner.list(options).filter(object -> {
                    String rest = object.key()
                            .value()
                            .substring(options.prefix().value().length());
                    return options.prefix().isFolder() || rest.isEmpty() || rest.startsWith("/");
                }));
    }

    static IObjectStorageAdapter reading(IObjectStorageAdapter inner, UnaryOperator<ByteRange> wrongly) {
        return new ForwardingAdapter(inner) {
            @Override
            @MustBeClosed
            public ObjectContent get(ObjectKey key, GetOptions options) {
                return inner.get(key, options.withRange(wrongly.apply(options.range())));
            }
        };
    }

    static ByteRange oneByteTooMany(ByteRange range) {
        return range instanceof ByteRange.Span span && span.length() > 0 && span.length() < 1 << 20
                ? ByteRange.of(span.offset(), span.length() + 1)
                : range;
    }

    static ByteRange wholeForAnEmptySuffix(ByteRange range) {
        return range.equals(new ByteRange.Suffix(0)) ? ByteRange.WHOLE : range;
    }

    static IObjectStorageAdapter givingOneEtagToAll(IObjectStorageAdapter inner) {
        return new ForwardingAdapter(inner) {
            @Override
            public Optional<ObjectMetadata> stat(ObjectKey key) {
                return inner.stat(key).map(metadata -> metadata.withEtag(new Etag("constant")));
            }
        };
    }

    /// Reads byte after byte of whatever is at the key at that moment.
    static IObjectStorageAdapter readingTheLatestBytes(IObjectStorageAdapter inner) {
        return new ForwardingAdapter(inner) {
            @Override
            @MustBeClosed
            public ObjectContent get(ObjectKey key, GetOptions options) {
                try (var content = inner.get(key, options)) {
                    var span = content.range();
                    return new ObjectContent(content.metadata(), span, latest(inner, key, span));
                } catch (IOException e) {
                    throw new AssertionError("bytes in memory cannot fail", e);
                }
            }
        };
    }

    private static InputStream latest(IObjectStorageAdapter inner, ObjectKey key, ByteRange.Span span) {
        return new InputStream() {
            private long at = span.offset();

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (at >= span.end()) {
                    return -1;
                }
                var part = ByteRange.of(at, Math.min(length, span.end() - at));
                try (var content = inner.get(key, GetOptions.of(part))) {
                    int n = content.stream().readNBytes(target, offset, (int) part.length());
                    at += n;
                    return n;
                }
            }
        };
    }
}
