package dev.waybill.domain.listing;

import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import dev.waybill.testkit.InMemoryAdapter;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A store of many names and no bytes that begins a listing anywhere, in pages that take a moment each, and counts
/// what is asked of it. Any thread may use it.
final class SeekableStore {
    private static final int PAGE = 1000;
    private static final long MOMENT_NANOS = 500_000;
    private static final StoreId ID = new StoreId("memory", "seekable");

    private final List<ObjectKey> names;
    private final List<String> keys;
    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicInteger pages = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger fetching = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicLong given = new AtomicLong();
    private Set<Capability> flags = Set.of(Capability.values());
    private boolean honest = true;
    private Predicate<ListOptions> refused = options -> false;
    private Optional<ObjectKey> lost = Optional.empty();
    private Set<String> skipped = Set.of();

    private SeekableStore(List<ObjectKey> names) {
        this.names = names;
        this.keys = names.stream().map(ObjectKey::value).toList();
    }

    static SeekableStore of(Stream<String> names) {
        return new SeekableStore(names.map(ObjectKey::of).distinct().sorted().toList());
    }

    /// Has it list from the beginning whatever it is asked.
    SeekableStore ignoringStartAfter() {
        honest = false;
        return this;
    }

    /// Has it refuse some listings.
    SeekableStore failing(Predicate<ListOptions> which) {
        refused = which;
        return this;
    }

    /// Has listings fail that go on behind a key.
    SeekableStore failingBehind(ObjectKey key) {
        lost = Optional.of(key);
        return this;
    }

    /// Has it tell of something that is no object before each of these.
    SeekableStore skippingBefore(String... keys) {
        skipped = Set.of(keys);
        return this;
    }

    SeekableStore withCapabilities(Set<Capability> some) {
        flags = Set.copyOf(some);
        return this;
    }

    /// The names, in order.
    List<String> keys() {
        return keys;
    }

    int listings() {
        return listings.get();
    }

    int pages() {
        return pages.get();
    }

    /// How many listings are open.
    int open() {
        return open.get();
    }

    /// The most pages that were being fetched at once.
    int mostAtOnce() {
        return mostAtOnce.get();
    }

    /// How many names were given.
    long given() {
        return given.get();
    }

    IObjectStorageAdapter adapter() {
        return (IObjectStorageAdapter) Proxy.newProxyInstance(
                SeekableStore.class.getClassLoader(),
                new Class<?>[] {IObjectStorageAdapter.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "store" -> ID;
                    case "capabilities" -> capabilities();
                    case "list" -> list((ListOptions) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Capabilities capabilities() {
        try (var memory = new InMemoryAdapter(Clock.systemUTC())) {
            Capabilities all = memory.capabilities();
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
    }

    private Stream<ObjectMetadata> list(ListOptions options) {
        listings.incrementAndGet();
        open.incrementAndGet();
        var spliterator = Spliterators.spliteratorUnknownSize(new Listing(options), Spliterator.ORDERED);
        return StreamSupport.stream(spliterator, false).onClose(open::decrementAndGet);
    }

    /// One listing. One thread at a time.
    private final class Listing implements Iterator<ObjectMetadata> {
        private final ListOptions options;
        private final int pageSize;
        private int next;
        private int page;

        Listing(ListOptions options) {
            this.options = options;
            this.pageSize = options.pageSize().orElse(PAGE);
            this.next = options.startAfter()
                    .filter(key -> honest)
                    .map(key -> behind(key))
                    .orElse(0);
            while (next < names.size() && before(names.get(next))) {
                next++;
            }
            this.page = next;
        }

        private int behind(ObjectKey key) {
            int found = Collections.binarySearch(names, key);
            return found >= 0 ? found + 1 : -found - 1;
        }

        /// Whether a key comes before all that the prefix covers.
        private boolean before(ObjectKey key) {
            return !options.prefix().covers(key)
                    && !options.prefix().value().isEmpty()
                    && key.value().compareTo(options.prefix().value()) < 0;
        }

        @Override
        public boolean hasNext() {
            if (next >= names.size() && page > next) {
                return false;
            }
            if (next == page) {
                fetch();
            }
            return next < names.size() && options.prefix().covers(names.get(next));
        }

        private void fetch() {
            if (Thread.currentThread().isInterrupted()) {
                throw new StorageException.Cancelled(ID, Optional.empty(), null);
            }
            pages.incrementAndGet();
            mostAtOnce.accumulateAndGet(fetching.incrementAndGet(), Math::max);
            LockSupport.parkNanos(MOMENT_NANOS);
            fetching.decrementAndGet();
            boolean isLost =
                    lost.isPresent() && next < names.size() && names.get(next).compareTo(lost.get()) > 0;
            if (isLost || refused.test(options)) {
                throw new StorageException.StoreFailure(ID, Optional.empty(), "it is not in the mood", null);
            }
            page = next + pageSize;
        }

        @Override
        public ObjectMetadata next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ObjectKey key = names.get(next++);
            given.incrementAndGet();
            if (skipped.contains(key.value())) {
                options.onSkipped().accept(new SkippedEntry(key + "!", SkippedEntry.Reason.UNNAMEABLE));
            }
            return ObjectMetadata.of(key, 1, Instant.EPOCH);
        }
    }
}
