package dev.waybill.adapter.sftp;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Removes files, and the folders that this leaves empty. Any thread may use it.
final class SftpDeleter {
    private static final int MAX_QUESTIONS = 1_000;

    private final RemoteRoot root;
    private final SftpErrors errors;
    private final Lifetime lifetime;

    SftpDeleter(RemoteRoot root, SftpErrors errors, Lifetime lifetime) {
        this.root = root;
        this.errors = errors;
        this.lifetime = lifetime;
    }

    void delete(ObjectKey key, DeleteOptions options) {
        var deletion = new Deletion(key, options);
        var item = new Item(deletion);
        try (var call = root.begin()) {
            run(call, List.of(item));
        } catch (IOException e) {
            throw errors.of(key, e);
        }
        item.failure().ifPresent(e -> {
            throw e;
        });
    }

    /// Removes many, asking and removing in few round trips.
    List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        var items = deletions.stream().map(Item::new).toList();
        if (items.isEmpty()) {
            return List.of();
        }
        try (var call = root.begin()) {
            for (int from = 0; from < items.size(); ) {
                int to = endOfBatch(items, from);
                run(call, items.subList(from, to));
                from = to;
            }
        } catch (IOException e) {
            if (items.stream().noneMatch(Item::isDecided)) {
                throw errors.of(Optional.empty(), e);
            }
            items.forEach(item -> item.failUnlessDecided(errors.of(item.key(), e)));
        } catch (StorageException e) {
            items.forEach(item -> item.failUnlessDecided(e));
        }
        return items.stream().map(Item::result).toList();
    }

    private static int endOfBatch(List<Item> items, int from) {
        int questions = 0;
        int to = from;
        while (to < items.size() && (to == from || questions < MAX_QUESTIONS)) {
            questions += 2
                    + (int) items.get(to)
                            .key()
                            .value()
                            .chars()
                            .filter(c -> c == '/')
                            .count();
            to++;
        }
        return to;
    }

    private void run(Call call, List<Item> items) throws IOException {
        for (var item : items) {
            lifetime.goOn(Optional.of(item.key()));
            refusal(item.deletion).ifPresentOrElse(item::fail, () -> item.looking = call.look(item.key()));
        }
        for (var item : items) {
            var looking = item.looking;
            if (looking != null) {
                removeIfThere(call, item, looking);
            }
        }
        var emptied = new TreeSet<String>();
        for (var item : items) {
            var removing = item.removing;
            if (removing != null && settle(call, item, removing)) {
                emptied.add(item.key().parent().value());
            }
        }
        if (call.config().pruneEmptyFolders()) {
            prune(call, emptied);
        }
    }

    private Optional<StorageException> refusal(Deletion deletion) {
        var key = deletion.key();
        if (deletion.options().ifMatch().isPresent()) {
            return Optional.of(errors.notSupported(key, "deleting one version only"));
        }
        return SftpKeys.violation(key.value()).map(rule -> errors.rejected(key, rule));
    }

    private void removeIfThere(Call call, Item item, Call.Looking looking) throws IOException {
        try {
            var file = looking.await().file(item.key().value());
            if (file.isPresent()) {
                item.removing = call.send(Request.remove(call.path(item.key().value())));
            } else {
                item.succeed();
            }
        } catch (InTheWay | SftpStatus e) {
            item.fail(errors.of(item.key(), e));
        }
    }

    /// Whether the server removed it.
    private boolean settle(Call call, Item item, Pending removing) throws IOException {
        try {
            removing.await().done();
            item.succeed();
            return true;
        } catch (SftpStatus e) {
            if (e.isMissing()) {
                item.succeed();
            } else {
                item.fail(errors.of(item.key(), call.explained(e)));
            }
            return false;
        }
    }

    /// Removes the folders that are empty now, and those around them that become so.
    private static void prune(Call call, Set<String> emptied) throws IOException {
        var folders = emptied;
        while (!folders.isEmpty()) {
            var around = new TreeSet<String>();
            var answers = new ArrayList<Pending>();
            var asked = folders.stream().filter(folder -> !folder.isEmpty()).toList();
            for (String folder : asked) {
                String below = folder.substring(0, folder.length() - 1);
                answers.add(call.send(Request.removeFolder(call.path(below))));
            }
            for (int i = 0; i < asked.size(); i++) {
                if (isDone(answers.get(i))) {
                    String below = asked.get(i).substring(0, asked.get(i).length() - 1);
                    around.add(below.substring(0, below.lastIndexOf('/') + 1));
                }
            }
            folders = around;
        }
    }

    private static boolean isDone(Pending removing) throws IOException {
        try {
            removing.await().done();
            return true;
        } catch (SftpStatus notEmpty) {
            return false;
        }
    }

    /// One deletion on its way. One thread at a time.
    private static final class Item {
        private final Deletion deletion;
        private Call.@Nullable Looking looking;
        private @Nullable Pending removing;
        private @Nullable DeleteResult result;

        Item(Deletion deletion) {
            this.deletion = deletion;
        }

        ObjectKey key() {
            return deletion.key();
        }

        boolean isDecided() {
            return result != null;
        }

        void succeed() {
            result = new DeleteResult.Deleted(key());
        }

        void fail(StorageException e) {
            result = new DeleteResult.Failed(key(), e);
        }

        void failUnlessDecided(StorageException e) {
            if (result == null) {
                fail(e);
            }
        }

        DeleteResult result() {
            var decided = result;
            if (decided == null) {
                throw new IllegalStateException("nothing was decided about " + key());
            }
            return decided;
        }

        Optional<StorageException> failure() {
            return result instanceof DeleteResult.Failed failed ? Optional.of(failed.reason()) : Optional.empty();
        }
    }
}
