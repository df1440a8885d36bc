package dev.waybill.adapter.sqlite;

/// What a state file is for.
///
/// @param what how it is called in messages
/// @param renewal how a damaged one is renewed
/// @param loss what is lost with a damaged one
/// @param schema what it holds
record StateKind(String what, String renewal, String loss, Schema schema) {
    /// The record of syncs.
    static final StateKind SYNC = new StateKind(
            "the record of the last sync",
            "the next push or pull begins a new one",
            "the time to compare contents again",
            Schema.SYNC);

    /// A catalog of a repository.
    static final StateKind CATALOG = new StateKind(
            "the catalog",
            "waybill remote sync begins a new one",
            "the time to fetch metadata again",
            CatalogSchema.SCHEMA);

    /// The history of operations.
    static final StateKind OPERATIONS = new StateKind(
            "the history of operations",
            "the next operation begins a new one",
            "what it told of earlier operations",
            OperationSchema.SCHEMA);
}
