package dev.waybill.adapter.sqlite;

import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// A process of its own that syncs the metadata of many runs, and again with nothing new; it tells how much of its heap
/// was live at most.
final class BoundedMetadataSync {
    private static final String LONG = "long-".repeat(38);

    private BoundedMetadataSync() {}

    private static MetadataSyncListener looking(LiveHeap heap) {
        var fetched = new AtomicLong();
        return new MetadataSyncListener() {
            @Override
            public void planned(long documents, long bytes) {}

            @Override
            public void fetched(ObjectKey key, long bytes) {
                heap.look(fetched.getAndIncrement());
            }
        };
    }

    public static void main(String[] args) throws InterruptedException {
        long count = Long.parseLong(args[1]);
        var heap = new LiveHeap(count);
        var catalogs = new SqliteCatalogStore(Path.of(args[0]), warning -> {});
        try (var store = new EndlessStore(
                new StoreId("endless", "runs"),
                count,
                heap::look,
                (LONG + "/" + LONG + "/runs/" + LONG + "%09d/meta.json")::formatted,
                "{}".getBytes(StandardCharsets.UTF_8))) {
            var sync = new MetadataSync(store, KeyPrefix.ALL, catalogs, Clock.systemUTC());
            MetadataSyncReport first = sync.run(MetadataSyncOptions.DEFAULT, looking(heap));
            MetadataSyncReport next = sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
            System.out.println(
                    first.fetched() + " fetched, then " + next.listed() + " listed and " + next.fetched() + " fetched");
            System.out.println(heap.most());
        }
    }
}
