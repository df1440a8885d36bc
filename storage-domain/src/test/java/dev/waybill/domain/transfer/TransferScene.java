package dev.waybill.domain.transfer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.fixture.InMemoryJournal;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Two stores in memory and an engine with small bounds between them.
final class TransferScene implements AutoCloseable {
    static final int PART = 4096;
    static final int THRESHOLD = 3 * PART;
    static final int BUFFERED = 1024;
    static final TransferLimits LIMITS = new TransferLimits(4, 64 << 10, PART, THRESHOLD, BUFFERED);
    static final ObjectKey KEY = ObjectKey.of("folder/object.bin");
    static final ObjectKey TO = ObjectKey.of("elsewhere/copy.bin");

    final InMemoryAdapter source;
    final InMemoryAdapter target;
    final TransferEngine engine = new TransferEngine(LIMITS);
    final InMemoryJournal journal = new InMemoryJournal();
    final ManualClock clock = new ManualClock(java.time.Instant.parse("2026-11-20T12:00:00Z"));

    @MustBeClosed
    TransferScene() {
        this(InMemoryAdapter.ALL_CAPABILITIES, InMemoryAdapter.ALL_CAPABILITIES);
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // Closed with the scene.
    TransferScene(Capabilities ofSource, Capabilities ofTarget) {
        source = new InMemoryAdapter(Clock.systemUTC(), ofSource);
        target = new InMemoryAdapter(Clock.systemUTC(), ofTarget);
    }

    /// Everything, but verifying only in these algorithms.
    static Capabilities allVerifying(Set<ChecksumAlgorithm> checksums) {
        Capabilities all = InMemoryAdapter.ALL_CAPABILITIES;
        return new Capabilities(
                all.flags(),
                all.maxKeyBytes(),
                all.maxObjectBytes(),
                all.maxPutBytes(),
                all.modifiedPrecision(),
                checksums,
                checksums,
                all.uploadLimits());
    }

    ObjectMetadata given(byte[] bytes) {
        return given(bytes, PutOptions.DEFAULT);
    }

    ObjectMetadata given(byte[] bytes, PutOptions options) {
        return source.put(KEY, ObjectSource.of(bytes), options);
    }

    TransferResult copy(ObjectMetadata what) {
        return copy(what, TransferOptions.DEFAULT);
    }

    TransferResult copy(ObjectMetadata what, TransferOptions options) {
        return copy(source, what, target, options);
    }

    TransferResult copy(
            IObjectStorageAdapter from, ObjectMetadata what, IObjectStorageAdapter into, TransferOptions options) {
        return engine.copy(from, what, into, TO, options, TransferProgress.NONE);
    }

    /// What the target has, or empty.
    Optional<byte[]> stored() {
        return bytes(target, TO);
    }

    static Optional<byte[]> bytes(IObjectStorageAdapter store, ObjectKey key) {
        if (store.stat(key).isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent content = store.get(key, GetOptions.WHOLE)) {
            return Optional.of(content.stream().readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean storedIs(byte[] bytes) {
        return stored().map(found -> Arrays.equals(found, bytes)).orElse(false);
    }

    /// How many uploads were begun at the target and neither completed nor aborted.
    long unfinished() {
        if (!target.capabilities().has(Capability.RESUMABLE_UPLOAD)) {
            return 0;
        }
        try (var uploads = target.listUploads(KeyPrefix.ALL)) {
            return uploads.count();
        }
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}
