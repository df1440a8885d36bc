package dev.waybill.adapter.sftp;

import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.util.Optional;

/// Finds and opens files. Any thread may use it.
final class SftpReader {
    private static final int ATTEMPTS = 100;

    private final RemoteRoot root;
    private final SftpErrors errors;
    private final Lifetime lifetime;

    SftpReader(RemoteRoot root, SftpErrors errors, Lifetime lifetime) {
        this.root = root;
        this.errors = errors;
        this.lifetime = lifetime;
    }

    /// What file is at `key` now; a folder is none.
    Optional<RemoteFacts> stat(ObjectKey key) throws IOException {
        try (var call = root.begin()) {
            return call.look(key).await().file(key.value());
        }
    }

    /// Opens the file at `key`.
    ObjectContent open(ObjectKey key, GetOptions options) throws IOException {
        var call = root.begin();
        boolean given = false;
        try {
            var content = open(call, key, options.listed(), file -> begin(key, options, file));
            given = true;
            return content;
        } finally {
            if (!given) {
                call.close();
            }
        }
    }

    /// Asks for the first bytes at once: on a long way that is one way there and back less.
    private ObjectContent begin(ObjectKey key, GetOptions options, Opened file) {
        var facts = file.facts();
        var span = options.range()
                .within(facts.size())
                .orElseThrow(() -> new StorageException.RangeUnsatisfiable(errors.store(), key, options.range(), null));
        var stream = new SftpInput(key, file, span, errors, lifetime);
        stream.askAhead();
        return new ObjectContent(facts.metadata(key), span, stream);
    }

    /// What is begun with an open file before it is sure to be the one that was looked at; not to be used if it is
    /// not.
    interface Beginning<T> {
        T of(Opened file) throws IOException;
    }

    /// An open file and what it is.
    static final class Opened {
        private final Call call;
        private final byte[] handle;
        private final RemoteFacts facts;
        private Optional<Pending> lastLook = Optional.empty();

        private Opened(Call call, byte[] handle, RemoteFacts facts) {
            this.call = call;
            this.handle = handle;
            this.facts = facts;
        }

        Call call() {
            return call;
        }

        byte[] handle() {
            return handle;
        }

        RemoteFacts facts() {
            return facts;
        }

        /// Asks what it is now, behind all that was asked before.
        Pending look() {
            var look = call.send(Request.fstat(handle));
            lastLook = Optional.of(look);
            return look;
        }

        /// What it was when it was last asked.
        Pending lookedAt() {
            return lastLook.orElseGet(this::look);
        }

        /// Closes it, without waiting.
        void close() {
            var unused = call.send(Request.close(handle));
        }
    }

    /// Opens the file at `key`; what it is told of is the very file that is open.
    ///
    /// @throws StorageException.ObjectNotFound if there is none
    <T> T open(Call call, ObjectKey key, Beginning<T> beginning) throws IOException {
        return open(call, key, false, beginning);
    }

    /// @param listed whether a listing showed the file not long ago. Then it is opened with the look, which is one way
    ///     there and back less; else not before it is known that no pipe lies there, at which it would hang.
    private <T> T open(Call call, ObjectKey key, boolean listed, Beginning<T> beginning) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var looked = look(call, key, listed && attempt == 1);
            if (looked.handle().isPresent()) {
                var file = new Opened(call, looked.handle().get(), looked.facts());
                boolean same = false;
                try {
                    T begun = beginning.of(file);
                    // Some servers look at the path and not at the open file, so another may have come in between.
                    same = file.lookedAt().await().facts().equals(looked.facts());
                    if (same) {
                        return begun;
                    }
                } finally {
                    if (!same) {
                        file.close();
                    }
                }
            }
        }
        throw errors.busy(key, "the file changed each time it was opened");
    }

    /// What is at a key, and the file there open; not if it was removed in between.
    private record Looked(RemoteFacts facts, Optional<byte[]> handle) {}

    private Looked look(Call call, ObjectKey key, boolean atOnce) throws IOException {
        var looking = call.look(key);
        var ahead = atOnce ? Optional.of(ask(call, key)) : Optional.<Pending>empty();
        boolean wanted = false;
        try {
            var facts = looking.await().file(key.value()).orElseThrow(() -> errors.notFound(key));
            wanted = true;
            return new Looked(facts, handle(ahead.orElseGet(() -> ask(call, key))));
        } finally {
            if (!wanted) {
                ahead.ifPresent(opening -> abandon(call, opening));
            }
        }
    }

    private static Pending ask(Call call, ObjectKey key) {
        return call.send(Request.open(call.path(key.value()), Fxp.READING));
    }

    /// Closes what was opened and is not what it should be. No byte of it was read.
    private static void abandon(Call call, Pending opening) {
        opening.settle();
        try {
            if (opening.arrived().isPresent()) {
                call.send(Request.close(opening.arrived().get().handle())).settle();
            }
        } catch (IOException refused) {
            // Then nothing is open.
            return;
        }
    }

    private static Optional<byte[]> handle(Pending opening) throws IOException {
        try {
            return Optional.of(opening.await().handle());
        } catch (SftpStatus e) {
            if (e.isMissing()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// @throws StorageException.PreconditionFailed if the file is not what it was when it was opened
    static void requireUnchanged(SftpErrors errors, ObjectKey key, RemoteFacts opened, RemoteFacts now) {
        if (!opened.equals(now)) {
            throw errors.precondition(
                    key, opened.size() + " bytes of " + opened.modified() + "; it was changed while it was read");
        }
    }
}
