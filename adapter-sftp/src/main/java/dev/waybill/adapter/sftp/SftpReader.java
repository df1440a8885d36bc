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
            var content = open(call, key, file -> begin(key, options, file));
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
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var before = call.look(key).await().file(key.value()).orElseThrow(() -> errors.notFound(key));
            var handle = handle(call, key);
            if (handle.isPresent()) {
                var file = new Opened(call, handle.get(), before);
                boolean same = false;
                try {
                    T begun = beginning.of(file);
                    // Some servers look at the path and not at the open file, so another may have come in between.
                    same = file.lookedAt().await().facts().equals(before);
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

    private static Optional<byte[]> handle(Call call, ObjectKey key) throws IOException {
        try {
            return Optional.of(
                    call.ask(Request.open(call.path(key.value()), Fxp.READING)).handle());
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
