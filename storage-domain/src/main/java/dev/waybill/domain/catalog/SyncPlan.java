package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.domain.catalog.DocumentState.Flaw;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a listing has that a catalog has not, and the other way round.
///
/// @param fetch documents that are to be fetched
/// @param take documents that an earlier sync fetched and did not commit
/// @param mark marks that are new
/// @param remove documents that are gone
/// @param news whether something changed in the repository; not so where documents are only fetched again to be sure
record SyncPlan(
        List<ObjectMetadata> fetch,
        List<ObjectKey> take,
        List<ObjectMetadata> mark,
        List<ObjectKey> remove,
        boolean news) {

    static SyncPlan of(
            KeyPrefix root,
            Map<ObjectKey, ObjectMetadata> listed,
            Map<ObjectKey, DocumentState> known,
            Map<ObjectKey, DocumentState> staged,
            MetadataSyncOptions options) {
        var fetch = new ArrayList<ObjectMetadata>();
        var take = new ArrayList<ObjectKey>();
        var mark = new ArrayList<ObjectMetadata>();
        boolean news = false;
        for (ObjectMetadata object : listed.values()) {
            Optional<DocumentState> before = Optional.ofNullable(known.get(object.key()));
            boolean same = before.filter(each -> each.isVersionOf(object)).isPresent();
            if (isMark(root, object.key())) {
                if (before.isEmpty()) {
                    mark.add(object);
                    news = true;
                }
            } else if (!same || isInDoubt(before.get(), options)) {
                news |= !same;
                boolean laidBy = Optional.ofNullable(staged.get(object.key()))
                        .filter(each -> each.isVersionOf(object) && !isInDoubt(each, options))
                        .isPresent();
                if (laidBy) {
                    take.add(object.key());
                } else {
                    fetch.add(object);
                }
            }
        }
        List<ObjectKey> remove = gone(root, listed, known, options);
        return new SyncPlan(fetch, take, mark, remove, news || !remove.isEmpty());
    }

    private static List<ObjectKey> gone(
            KeyPrefix root,
            Map<ObjectKey, ObjectMetadata> listed,
            Map<ObjectKey, DocumentState> known,
            MetadataSyncOptions options) {
        Set<ObjectKey> gone = new HashSet<>(known.keySet());
        gone.removeAll(listed.keySet());
        return gone.stream()
                .filter(key -> options.runs() || !(RepositoryObject.of(root, key) instanceof RepositoryObject.Run))
                .sorted()
                .toList();
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
