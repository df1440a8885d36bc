package dev.waybill.domain.catalog;

import dev.waybill.port.ObjectKey;

/// Is told how a metadata sync gets on. Any number of threads call it.
public interface MetadataSyncListener {
    /// Hears nothing.
    MetadataSyncListener NONE = new MetadataSyncListener() {
        @Override
        public void planned(long documents, long bytes) {}

        @Override
        public void fetched(ObjectKey key, long bytes) {}
    };

    /// So many more documents, of so many bytes together, are to be fetched. They are all but few that come up later:
    /// those of versions that are published meanwhile.
    void planned(long documents, long bytes);

    /// One of them is done with.
    ///
    /// @param bytes as many as were planned for it
    void fetched(ObjectKey key, long bytes);
}
