package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogRefresh;
import dev.waybill.domain.operation.ArtifactOperations;
import dev.waybill.domain.operation.OperationRecorder;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.Gate;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.nio.file.Path;
import java.time.Clock;

/// A process of its own that saves a version and never gets to its end.
final class KilledOperation {
    private KilledOperation() {}

    public static void main(String[] args) throws InterruptedException {
        var clock = Clock.systemUTC();
        try (var plain = new InMemoryAdapter(clock);
                var store = new FaultyAdapter(plain);
                var history = new SqliteOperationHistory(Path.of(args[0]), warning -> {})) {
            var gate = new Gate();
            store.failEvery(Operation.PUT, Fault.stall(gate));
            var catalogs = new SqliteCatalogStore(Path.of(args[0]).resolveSibling("catalogs"), warning -> {});
            var operations = new ArtifactOperations(
                    new ArtifactRepository(store, KeyPrefix.ALL, clock),
                    new CatalogRefresh(store, KeyPrefix.ALL, catalogs, clock),
                    new OperationRecorder(
                            history, new CatalogId(store.store(), KeyPrefix.ALL), "me@here", clock, warning -> {}));
            var saving = Thread.ofVirtual().start(() -> save(operations));
            gate.awaitArrival();
            System.out.println("begun");
            saving.join();
        }
    }

    private static void save(ArtifactOperations operations) {
        try {
            operations.save(new ArtifactDraft(new ArtifactId("model", "net"))
                    .addFile(new ObjectKey("weights.bin"), new byte[] {1}));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
