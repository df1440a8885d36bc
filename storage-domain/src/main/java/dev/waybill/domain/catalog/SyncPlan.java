package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.domain.catalog.DocumentState.Flaw;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What a listing has that a catalog has not, and the other way round. Both are gone through once, in the order of
/// keys, so what is held is what differs.
///
/// @param fetch documents that are to be fetched
/// @param take documents that an earlier sync fetched and did not commit
/// @param mark marks that are new
/// @param remove documents that are gone
/// @param news whether something changed in the repository; not so where documents are only fetched again to be sure
record SyncPlan(
        List<WantedDocument> fetch,
        List<ObjectKey> take,
        List<ObjectMetadata> mark,
        List<ObjectKey> remove,
        boolean news) {

    /// @param listed the documents of the listing, in the order of their keys
    /// @param known what the catalog knows
    /// @param staged what earlier syncs laid by
    static SyncPlan of(
            KeyPrefix root,
            Iterator<ObjectMetadata> listed,
            DocumentPages known,
            DocumentPages staged,
            MetadataSyncOptions options) {
        var fetch = new ArrayList<WantedDocument>();
        var take = new ArrayList<ObjectKey>();
        var mark = new ArrayList<ObjectMetadata>();
        var remove = new ArrayList<ObjectKey>();
        Consumer<DocumentState> gone = state -> {
            if (options.runs() || !(RepositoryObject.of(root, state.key()) instanceof RepositoryObject.Run)) {
                remove.add(state.key());
            }
        };
        boolean news = false;
        while (listed.hasNext()) {
            ObjectMetadata object = listed.next();
            Optional<DocumentState> before = known.at(object.key(), gone);
            Optional<DocumentState> laidBy = staged.at(object.key(), unlisted -> {});
            boolean same = before.filter(each -> each.isVersionOf(object)).isPresent();
            if (isMark(root, object.key())) {
                if (before.isEmpty()) {
                    mark.add(object);
                    news = true;
                }
            } else if (!same || isInDoubt(before.get(), options)) {
                news |= !same;
                if (laidBy.filter(each -> each.isVersionOf(object) && !isInDoubt(each, options))
                        .isPresent()) {
                    take.add(object.key());
                } else {
                    fetch.add(WantedDocument.listed(object, before));
                }
            }
        }
        known.forEachRemaining(gone);
        return new SyncPlan(fetch, take, mark, remove, news || !remove.isEmpty());
    }

    /// The documents that are to be fetched, or were.
    Set<ObjectKey> wanted() {
        Set<ObjectKey> wanted = new HashSet<>(take);
        fetch.forEach(each -> wanted.add(each.key()));
        return wanted;
    }

    private static boolean isMark(KeyPrefix root, ObjectKey key) {
        RepositoryObject object = RepositoryObject.of(root, key);
        return object instanceof RepositoryObject.Deleted
                || (object instanceof RepositoryObject.Run run && run.isDeleted());
    }

    /// Whether the same version is to be fetched again.
    private static boolean isInDoubt(DocumentState known, MetadataSyncOptions options) {
        return !known.settled()
                || known.has(Flaw.Kind.UNREADABLE)
                || (known.has(Flaw.Kind.TOO_LONG) && known.size() <= options.maxDocumentBytes())
                || (options.full() && known.flaw().isPresent());
    }
}
