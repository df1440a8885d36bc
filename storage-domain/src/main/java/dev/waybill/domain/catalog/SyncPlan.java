package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.domain.catalog.DocumentState.Flaw;
import dev.waybill.domain.catalog.PlannedDocument.Task;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What a listing has that a catalog has not, and the other way round. Both are gone through once, in the order of
/// keys, and what differs is laid by as it is found. One thread.
final class SyncPlan {
    private static final int BATCH = 200;

    private final KeyPrefix root;
    private final MetadataSyncOptions options;
    private final MetadataSelection selection;
    private final PlannedDocuments planned;
    private final List<PlannedDocument> batch = new ArrayList<>();
    private long documents;
    private long bytes;
    private long removed;
    private boolean news;

    /// @param selection which documents the catalog holds from now on
    /// @param planned where it is laid by
    SyncPlan(KeyPrefix root, MetadataSyncOptions options, MetadataSelection selection, PlannedDocuments planned) {
        this.root = root;
        this.options = options;
        this.selection = selection;
        this.planned = planned;
    }

    /// Makes it. What throws leaves half a plan behind.
    ///
    /// @param listed the documents of the listing, in the order of their keys
    /// @param known what the catalog knows
    /// @param staged what earlier syncs laid by
    void make(
            Iterator<ObjectMetadata> listed, DocumentPages<DocumentState> known, DocumentPages<DocumentState> staged) {
        while (listed.hasNext()) {
            ObjectMetadata object = listed.next();
            Optional<DocumentState> before = known.at(object.key(), this::gone);
            Optional<DocumentState> laidBy = staged.at(object.key(), unlisted -> {});
            if (isMark(object.key())) {
                if (before.isEmpty()) {
                    news = true;
                    add(PlannedDocument.of(Task.MARK, object));
                }
            } else {
                listed(object, before, laidBy);
            }
        }
        known.forEachRemaining(this::gone);
        layBy();
    }

    private void listed(ObjectMetadata object, Optional<DocumentState> before, Optional<DocumentState> laidBy) {
        boolean same = before.filter(each -> each.isVersionOf(object)).isPresent();
        if (same && !isInDoubt(before.get())) {
            return;
        }
        news |= !same;
        if (laidBy.filter(each -> each.isVersionOf(object) && !isInDoubt(each)).isPresent()) {
            add(PlannedDocument.of(Task.TAKE, object));
        } else {
            documents++;
            bytes += object.size();
            add(new PlannedDocument(
                    Task.FETCH, object, before.filter(each -> same).map(DocumentState::noted)));
        }
    }

    private void gone(DocumentState state) {
        boolean isListed = options.runs() || !(RepositoryObject.of(root, state.key()) instanceof RepositoryObject.Run);
        if (isListed || !selection.has(root, state.key())) {
            news = true;
            removed++;
            add(PlannedDocument.unlisted(Task.REMOVE, state.key()));
        }
    }

    private void add(PlannedDocument document) {
        batch.add(document);
        if (batch.size() == BATCH) {
            layBy();
        }
    }

    private void layBy() {
        planned.add(batch);
        batch.clear();
    }

    private boolean isMark(ObjectKey key) {
        RepositoryObject object = RepositoryObject.of(root, key);
        return object instanceof RepositoryObject.Deleted
                || (object instanceof RepositoryObject.Run run && run.isDeleted());
    }

    /// Whether the same version is to be fetched again.
    private boolean isInDoubt(DocumentState known) {
        return !known.settled()
                || known.has(Flaw.Kind.UNREADABLE)
                || (known.has(Flaw.Kind.TOO_LONG) && known.size() <= options.maxDocumentBytes())
                || (options.full() && known.flaw().isPresent());
    }

    /// How many documents are to be fetched.
    long documents() {
        return documents;
    }

    /// How many bytes those have, as they are listed.
    long bytes() {
        return bytes;
    }

    /// How many documents are gone.
    long removed() {
        return removed;
    }

    /// Whether something changed in the repository; not so where documents are only fetched again to be sure.
    boolean news() {
        return news;
    }
}
