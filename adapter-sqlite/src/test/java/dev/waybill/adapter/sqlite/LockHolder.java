package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.SyncPair;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A process of its own that holds a pair until its input ends.
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws IOException {
        var pair = new SyncPair(new StoreId("file", args[1]), new StoreId("s3", args[2]));
        var store = new SqliteSyncBaseStore(Path.of(args[0]), warning -> {});
        try (var base = args[3].equals("shared") ? store.openShared(pair) : store.open(pair)) {
            base.apply(List.of());
            System.out.println("holding");
            while (System.in.read() >= 0) {
                // Only the end of the input matters.
            }
        }
    }
}
