package dev.waybill.domain.catalog.cache;

/// How files of a version come to be in a folder of one's own.
public enum Materialization {
    /// As hard links to what the cache keeps: they take no room of their own and are only to be read. On another file
    /// system than the cache's they are copies, only to be read, too.
    LINK,
    /// As files of their own, to be written to. What the cache has is copied, and all else fetched and not kept.
    COPY,
    /// As files of their own, to be written to, all of them fetched: the cache is left out.
    FETCH
}
