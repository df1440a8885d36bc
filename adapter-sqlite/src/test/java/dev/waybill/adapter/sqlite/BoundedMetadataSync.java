package dev.waybill.adapter.sqlite;

import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StoreId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/// A process of its own that syncs the metadata of many runs, and again with nothing new; it tells how much of its heap
/// was live at most the second time.
final class BoundedMetadataSync {
    private static final String LONG = "long-".repeat(38);

    private static volatile boolean again;

    private BoundedMetadataSync() {}

    private static void look(LiveHeap heap, long number) {
        if (again) {
            heap.look(number);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        long count = Long.parseLong(args[1]);
        var heap = new LiveHeap(count);
        var catalogs = new SqliteCatalogStore(Path.of(args[0]), warning -> {});
        try (var store = new EndlessStore(
                new StoreId("endless", "runs"),
                count,
                number -> look(heap, number),
                (LONG + "/" + LONG + "/runs/" + LONG + "%09d/meta.json")::formatted,
                "{}".getBytes(StandardCharsets.UTF_8))) {
            var sync = new MetadataSync(store, KeyPrefix.ALL, catalogs, Clock.systemUTC());
            MetadataSyncReport first = sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
            again = true;
            MetadataSyncReport next = sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
            System.out.println(
                    first.fetched() + " fetched, then " + next.listed() + " listed and " + next.fetched() + " fetched");
            System.out.println(heap.most());
        }
    }
}
