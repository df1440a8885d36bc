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
            var handle = open(call, key);
            var facts = handle.facts();
            var span = options.range().within(facts.size());
            if (span.isEmpty()) {
                handle.close();
                throw new StorageException.RangeUnsatisfiable(errors.store(), key, options.range(), null);
            }
            var stream = new SftpInput(call, key, handle, span.get(), errors, lifetime);
            given = true;
            return new ObjectContent(facts.metadata(key), span.get(), stream);
        } finally {
            if (!given) {
                call.close();
            }
        }
    }

    /// An open file and what it is.
    static final class Opened {
        private final Call call;
        private final byte[] handle;
        private final RemoteFacts facts;

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

        /// Closes it, without waiting.
        void close() {
            var unused = call.send(Request.close(handle));
        }
    }

    /// Opens the file at `key`; what it is told of is the very file that is open.
    ///
    /// @throws StorageException.ObjectNotFound if there is none
    Opened open(Call call, ObjectKey key) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var before = call.look(key).await().file(key.value()).orElseThrow(() -> errors.notFound(key));
            var opened = openOnce(call, key);
            // Some servers look at the path and not at the open file, so another may have come in between.
            if (opened.isPresent() && opened.get().facts().equals(before)) {
                return opened.get();
            }
            opened.ifPresent(Opened::close);
        }
        throw errors.busy(key, "the file changed each time it was opened");
    }

    private static Optional<Opened> openOnce(Call call, ObjectKey key) throws IOException {
        byte[] handle;
        try {
            handle = call.ask(Request.open(call.path(key.value()), Fxp.READING)).handle();
        } catch (SftpStatus e) {
            if (e.isMissing()) {
                return Optional.empty();
            }
            throw e;
        }
        boolean known = false;
        try {
            var opened =
                    new Opened(call, handle, call.ask(Request.fstat(handle)).facts());
            known = true;
            return Optional.of(opened);
        } finally {
            if (!known) {
                var unused = call.send(Request.close(handle));
            }
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
