package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.StorageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Writes the files of one download from the contents that this machine keeps. Any number of threads may use it.
///
/// Where contents cannot be kept or looked for, it says so once and is of no use from then on: the download goes on
/// without.
final class KeptFiles {
    private final ContentsAtHand hand;
    private final FileFetch fetch;
    private final TransferEngine engine;
    private final DownloadOptions options;
    private final AtomicBoolean unusable = new AtomicBoolean();

    /// @param engine moves what is large to where contents are kept
    KeptFiles(ContentsAtHand hand, FileFetch fetch, TransferEngine engine, DownloadOptions options) {
        this.hand = hand;
        this.fetch = fetch;
        this.engine = engine;
        this.options = options;
    }

    /// Whether a file is there already, as a link to a content that was not changed. Reads no byte of it.
    boolean isLinked(ManifestFile file) throws InterruptedException {
        if (unusable.get() || hand.links().isEmpty()) {
            return false;
        }
        var linked = new AtomicBoolean();
        try {
            hand.contents().use(file, content -> linked.set(hand.links().get().isLink(content, file.path())));
        } catch (LocalContents.Unusable e) {
            leaveOut(String.valueOf(e.getMessage()));
        }
        return linked.get();
    }

    /// Writes a file, if its content is kept or can be.
    ///
    /// @return whether its bytes were fetched for it; empty if it was not written
    Optional<Boolean> write(ManifestFile file, FileFetch.Target target) throws InterruptedException {
        if (unusable.get()) {
            return Optional.empty();
        }
        try {
            return hand.keep() ? Optional.of(obtain(file, target)) : use(file, target);
        } catch (LocalContents.Unusable e) {
            leaveOut(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// Is of no use from now on.
    void leaveOut(String reason) {
        if (unusable.compareAndSet(false, true)) {
            options.listener().contentsLeftOut(reason);
        }
    }

    private Optional<Boolean> use(ManifestFile file, FileFetch.Target target) throws InterruptedException {
        try {
            boolean here = hand.contents().use(file, content -> copy(content, file, target));
            return here ? Optional.of(false) : Optional.empty();
        } catch (Damaged e) {
            hand.contents().discard(file);
            return Optional.empty();
        }
    }

    private boolean obtain(ManifestFile file, FileFetch.Target target) throws InterruptedException {
        try {
            return obtainOnce(file, target);
        } catch (Damaged e) {
            hand.contents().discard(file);
            return obtainOnce(file, target);
        }
    }

    private boolean obtainOnce(ManifestFile file, FileFetch.Target target) throws InterruptedException {
        return hand.contents()
                .obtain(
                        file,
                        (store, key, modified) ->
                                fetch.write(file, new FileFetch.Target(store, key, engine, Optional.of(modified))),
                        content -> {
                            boolean linked = hand.links().isPresent()
                                    && hand.links().get().link(content, file.path(), options.replace());
                            if (!linked) {
                                copy(content, file, target);
                                hand.links().ifPresent(folder -> folder.seal(file.path()));
                            }
                        });
    }

    /// What is kept is not what it is said to be, or cannot be read.
    private static final class Damaged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Damaged(StorageException cause) {
            super(cause);
        }
    }

    /// The target verifies the bytes, and so finds damage that nothing else shows.
    private static void copy(Path content, ManifestFile file, FileFetch.Target target) {
        try {
            target.store().put(target.key(), new LocalFile(content, file.size()), target.putOptions(file));
        } catch (StorageException.CorruptContent | StorageException.SourceFailed e) {
            throw new Damaged(e);
        }
    }
}
