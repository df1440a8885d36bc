package dev.waybill.domain.catalog;

import dev.waybill.domain.catalog.PlannedDocument.Task;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Carries a plan out: fetches what it says, then takes all of it in at once. One thread.
final class PlanExecution {
    private final KeyPrefix root;
    private final CatalogWriter writer;
    private final PlannedDocuments planned;
    private final MetadataFetch fetch;
    private long vanished;

    /// @param planned the plan
    PlanExecution(KeyPrefix root, CatalogWriter writer, PlannedDocuments planned, MetadataFetch fetch) {
        this.root = root;
        this.writer = writer;
        this.planned = planned;
        this.fetch = fetch;
    }

    /// Fetches, and plans anew what came up meanwhile.
    ///
    /// @param plan what it comes to
    /// @throws dev.waybill.port.StorageException if the store cannot be reached
    void fetch(SyncPlan plan) throws InterruptedException {
        Iterator<WantedDocument> wanted = stream(pages())
                .filter(each -> each.task() == Task.FETCH)
                .map(PlanExecution::wanted)
                .iterator();
        fetch.run(wanted, plan.documents(), plan.bytes());
        fetchPublished();
        forgetVanished();
    }

    /// As it was known when it was planned: what another sync found out meanwhile does not make it older.
    private static WantedDocument wanted(PlannedDocument planned) {
        return WantedDocument.listed(
                planned.object(), planned.noted().map(noted -> DocumentState.present(planned.object(), noted)));
    }

    private DocumentPages<PlannedDocument> pages() {
        return new DocumentPages<>(planned::page, PlannedDocument::key);
    }

    private static <T> Stream<T> stream(Iterator<T> all) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, Spliterator.ORDERED), false);
    }

    /// What a fetched index publishes and was not there yet when it was listed: what was there is known, or was wanted.
    private void fetchPublished() throws InterruptedException {
        List<ObjectKey> keys = fetch.named().stream().sorted().toList();
        planned.add(keys.stream()
                .map(key -> PlannedDocument.unlisted(Task.FETCH, key))
                .toList());
        Iterator<WantedDocument> wanted = keys.stream()
                .map(key -> WantedDocument.unlisted(key, Optional.empty()))
                .iterator();
        fetch.run(wanted, keys.size(), 0);
    }

    private void forgetVanished() {
        for (ObjectKey key : fetch.vanished()) {
            if (writer.known(key).isPresent()) {
                planned.add(List.of(PlannedDocument.unlisted(Task.REMOVE, key)));
                vanished++;
            } else {
                planned.drop(key);
            }
        }
    }

    /// How many documents were known and vanished before they were fetched.
    long vanished() {
        return vanished;
    }

    /// Takes in what was fetched and forgets what is gone, in the transaction of `edit`.
    ///
    /// @param began when the sync began
    /// @param selection which documents the catalog holds from now on
    /// @return whose documents those are
    TouchedRecords take(CatalogEdit edit, Instant began, MetadataSelection selection) {
        var touched = new TouchedRecords(root, edit, selection);
        pages().forEachRemaining(document -> {
            if (isChanged(document, edit, began)) {
                touched.add(document.key());
            }
        });
        touched.index();
        return touched;
    }

    private static boolean isChanged(PlannedDocument document, CatalogEdit edit, Instant began) {
        return switch (document.task()) {
            case FETCH, TAKE -> edit.take(document.key());
            case MARK -> {
                edit.mark(DocumentState.present(document.object(), began));
                yield true;
            }
            case REMOVE -> {
                edit.remove(document.key());
                yield true;
            }
        };
    }
}
