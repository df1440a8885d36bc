package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.UserMetadata;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/// Adapters that write or delete wrongly, in one way each.
@SuppressWarnings("MustBeClosedChecker") // defects take no care; the contract closes what it opens
final class DefectiveWrites {
    private DefectiveWrites() {}

    /// A put, given the sound adapter.
    @FunctionalInterface
    interface Put {
        ObjectMetadata of(IObjectStorageAdapter inner, ObjectKey key, ObjectSource source, PutOptions options)
                throws IOException;
    }

    static IObjectStorageAdapter putting(IObjectStorageAdapter inner, Put put) {
        return new ForwardingAdapter(inner) {
            @Override
            public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
                try {
                    return put.of(inner, key, source, options);
                } catch (IOException e) {
                    throw new SourceFailed(store(), key, "it threw " + e, e);
                }
            }
        };
    }

    static IObjectStorageAdapter puttingWith(IObjectStorageAdapter inner, UnaryOperator<PutOptions> wrongly) {
        return putting(inner, (store, key, source, options) -> store.put(key, source, wrongly.apply(options)));
    }

    static IObjectStorageAdapter emptyingBeforeWriting(IObjectStorageAdapter inner) {
        return putting(inner, (store, key, source, options) -> {
            if (options.precondition().equals(Precondition.NONE)) {
                store.put(key, ObjectSource.of(new byte[0]), PutOptions.DEFAULT);
            }
            return store.put(key, source, options);
        });
    }

    static IObjectStorageAdapter storingWhateverLengthComes(IObjectStorageAdapter inner) {
        return putting(inner, (store, key, source, options) -> {
            try (var stream = source.open()) {
                return store.put(key, ObjectSource.of(stream.readAllBytes()), options);
            }
        });
    }

    static IObjectStorageAdapter storingWhatCameBeforeAFailure(IObjectStorageAdapter inner) {
        return putting(inner, (store, key, source, options) -> {
            var stream = source.open();
            var bytes = new ByteArrayOutputStream();
            try (stream) {
                for (int b = stream.read(); b >= 0; b = stream.read()) {
                    bytes.write(b);
                }
            } catch (IOException e) {
                store.put(key, ObjectSource.of(bytes.toByteArray()), options);
                throw e;
            }
            return store.put(key, ObjectSource.of(bytes.toByteArray()), options);
        });
    }

    static IObjectStorageAdapter readingTheSourceTwice(IObjectStorageAdapter inner) {
        return putting(inner, (store, key, source, options) -> {
            try (var stream = source.open()) {
                stream.readAllBytes();
            }
            return store.put(key, source, options);
        });
    }

    static IObjectStorageAdapter leavingTheSourceOpen(IObjectStorageAdapter inner) {
        return putting(
                inner,
                (store, key, source, options) -> store.put(
                        key,
                        new ObjectSource() {
                            @Override
                            public OptionalLong length() {
                                return source.length();
                            }

                            @Override
                            @MustBeClosed
                            public InputStream open() throws IOException {
                                return new ByteArrayInputStream(source.open().readAllBytes());
                            }
                        },
                        options));
    }

    /// Looks first and writes then, which is two steps: waits until two have looked.
    static IObjectStorageAdapter lookingBeforeWriting(IObjectStorageAdapter inner) {
        var looked = new CountDownLatch(2);
        return putting(inner, (store, key, source, options) -> {
            if (options.precondition().equals(Precondition.ABSENT)) {
                if (store.stat(key).isPresent()) {
                    throw new PreconditionFailed(store.store(), key, "absent", null);
                }
                looked.countDown();
                Waits.await(looked, 5, TimeUnit.SECONDS);
            }
            return store.put(key, source, options.withPrecondition(Precondition.NONE));
        });
    }

    static IObjectStorageAdapter forgettingTheInterrupt(IObjectStorageAdapter inner) {
        return putting(inner, (store, key, source, options) -> {
            try {
                return store.put(key, source, options);
            } catch (Cancelled e) {
                Thread.interrupted();
                throw e;
            }
        });
    }

    static PutOptions withoutChecksum(PutOptions o) {
        return new PutOptions(
                o.precondition(),
                o.contentType(),
                o.userMetadata(),
                o.contentModified(),
                Optional.empty(),
                o.writeId());
    }

    static IObjectStorageAdapter failingToDeleteWhatIsAbsent(IObjectStorageAdapter inner) {
        return new ForwardingAdapter(inner) {
            @Override
            public void delete(ObjectKey key, DeleteOptions options) {
                if (inner.stat(key).isEmpty()) {
                    throw new ObjectNotFound(store(), key, null);
                }
                inner.delete(key, options);
            }
        };
    }

    static IObjectStorageAdapter deletingWhateverVersion(IObjectStorageAdapter inner) {
        return new ForwardingAdapter(inner) {
            @Override
            public void delete(ObjectKey key, DeleteOptions options) {
                inner.delete(key, DeleteOptions.ANY);
            }
        };
    }

    static IObjectStorageAdapter deletingTheFirstThousand(IObjectStorageAdapter inner) {
        return new ForwardingAdapter(inner) {
            @Override
            public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
                inner.deleteAll(deletions.stream().limit(1000).toList());
                return new ArrayList<>(deletions.stream()
                        .map(deletion -> (DeleteResult) new DeleteResult.Deleted(deletion.key()))
                        .toList());
            }
        };
    }

    static IObjectStorageAdapter copyingBytesOnly(IObjectStorageAdapter inner) {
        return new ForwardingAdapter(inner) {
            @Override
            public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
                return inner.copy(
                        from,
                        to,
                        options.withUserMetadata(options.userMetadata().orElse(UserMetadata.EMPTY)));
            }
        };
    }

    /// Can copy and says that it cannot.
    static IObjectStorageAdapter denyingThatItCopies(IObjectStorageAdapter inner) {
        return new ForwardingAdapter(inner) {
            @Override
            public Capabilities capabilities() {
                var all = inner.capabilities();
                var flags = EnumSet.copyOf(all.flags());
                flags.remove(Capability.SERVER_SIDE_COPY);
                return new Capabilities(
                        flags,
                        all.maxKeyBytes(),
                        all.maxObjectBytes(),
                        all.maxPutBytes(),
                        all.modifiedPrecision(),
                        all.checksums(),
                        all.uploadChecksums(),
                        all.uploadLimits(),
                        all.names());
            }
        };
    }

    static IObjectStorageAdapter failingToCloseTwice(IObjectStorageAdapter inner) {
        var closed = new AtomicBoolean();
        return new ForwardingAdapter(inner) {
            @Override
            public void close() {
                if (closed.getAndSet(true)) {
                    throw new IllegalStateException("closed already");
                }
                inner.close();
            }
        };
    }

    static IObjectStorageAdapter goingOnAfterClosing(IObjectStorageAdapter inner) {
        return new ForwardingAdapter(inner) {
            @Override
            public void close() {}
        };
    }

    /// Stores under another key than it was given.
    static IObjectStorageAdapter rewritingKeys(IObjectStorageAdapter inner, UnaryOperator<String> rewrite) {
        return new ForwardingAdapter(inner) {
            @Override
            public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
                return inner.put(rewritten(key), source, options);
            }

            @Override
            public Optional<ObjectMetadata> stat(ObjectKey key) {
                return inner.stat(rewritten(key)).map(metadata -> metadata.withKey(key));
            }

            @Override
            @MustBeClosed
            public ObjectContent get(ObjectKey key, GetOptions options) {
                return inner.get(rewritten(key), options);
            }

            private ObjectKey rewritten(ObjectKey key) {
                return ObjectKey.parse(rewrite.apply(key.value())).orElse(key);
            }
        };
    }
}
