package dev.waybill.adapter.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/// Finds and opens files. Any thread may use it.
final class FsReader {
    private static final int ATTEMPTS = 100;

    private final SafeRoot root;
    private final FsErrors errors;
    private final Lifetime lifetime;

    FsReader(SafeRoot root, FsErrors errors, Lifetime lifetime) {
        this.root = root;
        this.errors = errors;
        this.lifetime = lifetime;
    }

    /// What file is at `key` now; a folder is none.
    ///
    /// @throws InTheWay if what is there is neither
    Optional<FileFacts> stat(ObjectKey key) throws IOException {
        try (Place place = root.find(FsKeys.names(key), true).orElse(null)) {
            return place == null ? Optional.empty() : place.file();
        }
    }

    /// Opens what `options` ask for of the object at `key`.
    @MustBeClosed
    ObjectContent get(ObjectKey key, GetOptions options) throws IOException {
        var opened = open(key).orElseThrow(() -> errors.notFound(key));
        boolean given = false;
        try {
            var facts = opened.facts();
            var span = span(key, facts, options);
            var stream = new FsInput(opened, key, span, errors, lifetime);
            given = true;
            return new ObjectContent(facts.metadata(key), span, stream);
        } finally {
            if (!given) {
                opened.close();
            }
        }
    }

    private ByteRange.Span span(ObjectKey key, FileFacts facts, GetOptions options) {
        var current = facts.etag();
        if (options.ifMatch().filter(etag -> !etag.equals(current)).isPresent()) {
            throw errors.precondition(key, "version " + options.ifMatch().get());
        }
        if (options.unlessMatch().filter(current::equals).isPresent()) {
            throw new StorageException.NotModified(errors.store(), key, current, null);
        }
        return options.range()
                .within(facts.size())
                .orElseThrow(() -> new StorageException.RangeUnsatisfiable(errors.store(), key, options.range(), null));
    }

    /// Opens the file at `key`, which the caller closes. The facts are of the very file that is open: it is opened
    /// again if another
    /// one got its name in between.
    ///
    /// @throws StoreUnavailable if it changes each time
    Optional<OpenFile> open(ObjectKey key) throws IOException {
        try (Place place = root.find(FsKeys.names(key), true).orElse(null)) {
            if (place == null) {
                return Optional.empty();
            }
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                var before = place.file();
                if (before.isEmpty()) {
                    return Optional.empty();
                }
                var opened = open(place, before.get());
                if (opened.isPresent()) {
                    return opened;
                }
            }
        }
        throw errors.unavailable(Optional.of(key), Reason.BUSY, "the file changed each time it was opened", null);
    }

    private static Optional<OpenFile> open(Place place, FileFacts before) throws IOException {
        FileChannel channel;
        try {
            channel = place.folder().openFile(place.leaf(), Set.of(StandardOpenOption.READ));
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        }
        boolean same = false;
        try {
            same = place.stat().filter(before::isSameVersion).isPresent();
            return same
                    ? Optional.of(new OpenFile(channel, before, place.takeFolder(), place.leaf()))
                    : Optional.empty();
        } finally {
            if (!same) {
                channel.close();
            }
        }
    }
}
