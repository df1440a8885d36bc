package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.port.KeyPrefix;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// The objects under a prefix in key order, one page of rows in memory at a time. One thread at a time.
final class SyncedPages implements Iterator<SyncedObject> {
    private static final int ROWS = 1000;

    private final KeyPrefix prefix;
    private final Source source;
    private List<SyncedObject> page;
    private int next;

    /// Reads one page.
    interface Source {
        /// Up to `rows` rows that `select` gives when it begins at or behind the key `from`.
        List<SyncedObject> page(String select, byte[] from, int rows);
    }

    SyncedPages(KeyPrefix prefix, Source source) {
        this.prefix = prefix;
        this.source = source;
        this.page = source.page(SyncedRows.SELECT_FROM, SyncedRows.bytes(prefix.value()), ROWS);
    }

    @Override
    public boolean hasNext() {
        if (next == page.size() && next == ROWS) {
            byte[] last = SyncedRows.bytes(page.get(next - 1).key().value());
            page = source.page(SyncedRows.SELECT_BEHIND, last, ROWS);
            next = 0;
        }
        return next < page.size() && prefix.covers(page.get(next).key());
    }

    @Override
    public SyncedObject next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.get(next++);
    }
}
