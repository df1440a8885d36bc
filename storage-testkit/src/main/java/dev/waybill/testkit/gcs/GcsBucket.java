package dev.waybill.testkit.gcs;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The live objects of one bucket without versioning. Every method is one atomic step, for any number of threads.
final class GcsBucket {
    private static final Comparator<String> UTF8 = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    private final String name;
    private final Clock clock;
    private final TreeMap<String, StoredObject> objects = new TreeMap<>(UTF8);
    private long lastGeneration;

    GcsBucket(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    String name() {
        return name;
    }

    /// One object to be composed.
    ///
    /// @param name which
    /// @param generation which version, if that matters
    /// @param ifGenerationMatch which version it must be, if that matters
    record Source(String name, OptionalLong generation, OptionalLong ifGenerationMatch) {}

    synchronized Optional<StoredObject> find(String object) {
        return Optional.ofNullable(objects.get(object));
    }

    /// The live object under conditions; a version that is not the live one is no more.
    synchronized StoredObject get(String object, OptionalLong generation, Preconditions conditions) {
        var live = find(object).filter(o -> generation.isEmpty() || generation.getAsLong() == o.generation());
        if (live.isEmpty()) {
            throw GcsFailure.noObject(name, object);
        }
        conditions.require(live, true);
        return live.get();
    }

    /// Stores a draft as the next generation.
    synchronized StoredObject put(StoredObject draft, Preconditions conditions) {
        conditions.require(find(draft.name()), false);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        lastGeneration = Math.max(lastGeneration + 1, micros);
        var stored = new StoredObject(
                draft.name(),
                draft.bytes(),
                lastGeneration,
                1,
                now,
                now,
                draft.componentCount(),
                draft.settings(),
                draft.metadata());
        objects.put(stored.name(), stored);
        return stored;
    }

    /// Changes what lies beside the bytes: texts that are given replace, nulls remove, the rest stays.
    synchronized StoredObject patch(
            String object, OptionalLong generation, Preconditions conditions, Map<String, @Nullable Object> patch) {
        var live = find(object).filter(o -> generation.isEmpty() || generation.getAsLong() == o.generation());
        if (live.isEmpty()) {
            throw GcsFailure.noObject(name, object);
        }
        conditions.require(live, false);
        var patched = live.get().patched(patch, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        objects.put(object, patched);
        return patched;
    }

    synchronized void delete(String object, OptionalLong generation, Preconditions conditions) {
        var live = find(object).filter(o -> generation.isEmpty() || generation.getAsLong() == o.generation());
        if (live.isEmpty()) {
            throw GcsFailure.noObject(name, object);
        }
        conditions.require(live, false);
        objects.remove(object);
    }

    /// Joins objects to one.
    ///
    /// @param draft the new object, still without bytes
    synchronized StoredObject compose(List<Source> sources, StoredObject draft, Preconditions conditions) {
        var bytes = new java.io.ByteArrayOutputStream();
        int components = 0;
        for (var source : sources) {
            var live = find(source.name())
                    .filter(o ->
                            source.generation().isEmpty() || source.generation().getAsLong() == o.generation());
            if (live.isEmpty()) {
                throw GcsFailure.noObject(name, source.name());
            }
            if (source.ifGenerationMatch().isPresent()
                    && source.ifGenerationMatch().getAsLong() != live.get().generation()) {
                throw GcsFailure.conditionNotMet();
            }
            bytes.writeBytes(live.get().bytes());
            components += Math.max(1, live.get().componentCount());
        }
        var joined = new StoredObject(
                draft.name(),
                bytes.toByteArray(),
                0,
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                components,
                draft.settings(),
                draft.metadata());
        return put(joined, conditions);
    }

    /// A copy of the objects whose names are `first` or come after it, in order of their bytes.
    synchronized NavigableMap<String, StoredObject> from(String first, boolean inclusive) {
        var tail = new TreeMap<String, StoredObject>(UTF8);
        tail.putAll(objects.tailMap(first, inclusive));
        return tail;
    }

    static int compare(String left, String right) {
        return UTF8.compare(left, right);
    }
}
