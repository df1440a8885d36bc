package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/// Gives a finished file the name of its key, if the condition holds. One thread at a time.
///
/// That nothing is there yet is decided by the server in the same step, by a hard link: of many that try, one
/// succeeds. There is nothing by which it could decide that a certain version is there.
final class Commit {
    private static final int ATTEMPTS = 3;

    private final Call call;
    private final SftpErrors errors;
    private final ObjectKey key;
    private final Precondition precondition;
    private final Clock clock;
    private final String path;

    Commit(Call call, SftpErrors errors, ObjectKey key, Precondition precondition, Clock clock) {
        this.call = call;
        this.errors = errors;
        this.key = key;
        this.precondition = precondition;
        this.clock = clock;
        path = call.path(key.value());
    }

    /// Fails early if it is sure already that the file cannot go there.
    void check(Call.Place place) throws IOException {
        requireSupported();
        if (place.file(key.value()).isPresent() && precondition instanceof Precondition.Absent) {
            throw errors.precondition(key, "absent");
        }
    }

    /// Fails if the server cannot decide the condition.
    void requireSupported() {
        switch (precondition) {
            case Precondition.None none -> {}
            case Precondition.Absent absent -> {
                if (!call.channel().offers(Fxp.HARD_LINK)) {
                    throw errors.notSupported(key, "writing only where nothing is (the server has no hard links)");
                }
            }
            case Precondition.Matches matches -> throw errors.notSupported(key, "writing in place of one version only");
        }
    }

    /// Gives the file at `from` on the server the name of the key.
    ///
    /// @param before what was there when it was looked at
    /// @param disposable whether the file may be gone where it cannot have that name, too
    void publish(String from, Optional<RemoteFacts> before, boolean disposable) throws IOException {
        var there = before;
        for (int attempt = 1; ; attempt++) {
            if (there.filter(RemoteFacts::isFolder).isPresent()) {
                removeEmpty();
            }
            // Where nothing was, linking works or is not tried again: then the other name goes with it, without a way
            // of its own to the server.
            boolean once = disposable && there.isEmpty() && precondition instanceof Precondition.Absent;
            try {
                if (precondition instanceof Precondition.Absent) {
                    link(from, once);
                } else {
                    replace(from, there);
                }
                return;
            } catch (SftpStatus e) {
                there = call.ask(Request.lstat(path)).factsIfThere();
                explain(e, there);
                if (attempt == ATTEMPTS || once) {
                    throw call.explained(e);
                }
            }
        }
    }

    private void removeEmpty() throws IOException {
        try {
            call.ask(Request.removeFolder(path)).done();
        } catch (SftpStatus e) {
            if (!e.isMissing()) {
                throw new InTheWay(key + " is a folder that is not empty");
            }
        }
    }

    private void link(String from, boolean once) throws IOException {
        var linked = call.send(Request.link(from, path));
        var removed = once ? Optional.of(call.send(Request.remove(from))) : Optional.<Pending>empty();
        linked.await().done();
        removed.orElseGet(() -> call.send(Request.remove(from))).settle();
    }

    private void replace(String from, Optional<RemoteFacts> there) throws IOException {
        if (call.channel().offers(Fxp.POSIX_RENAME)) {
            call.ask(Request.replace(from, path)).done();
        } else {
            exchange(from, there);
        }
    }

    /// There is a moment with nothing at the key, which the capabilities admit. Writers of this process take turns, so
    /// that none meets what another has moved.
    @SuppressWarnings("try") // the lock is only held
    private void exchange(String from, Optional<RemoteFacts> there) throws IOException {
        try (var alone = NamedLocks.alone(errors.store() + "\0" + path)) {
            new Exchange(call, path, this::aside).run(from, there);
        } catch (InterruptedException e) {
            throw errors.cancelled(Optional.of(key), e);
        }
    }

    private String aside() {
        return call.path(key.parent().value() + TempNames.aside(clock.instant()));
    }

    /// Throws what `e` means, if what is at the key tells.
    private void explain(SftpStatus e, Optional<RemoteFacts> there) throws IOException {
        if (e.isMissing() || there.isEmpty()) {
            throw call.explained(e);
        }
        Call.requireNoLink(key.value(), there.get());
        if (there.get().isFile()) {
            if (precondition instanceof Precondition.Absent) {
                throw errors.precondition(key, "absent");
            }
            throw call.explained(e);
        }
    }
}
