package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// Puts a finished file in the place of another on a server that cannot do so in one step, for want of
/// `posix-rename@openssh.com`. One thread at a time.
///
/// The old file goes aside, and is removed only when the new one has its name; where the new one is refused it, the old
/// one gets it back. The two names are given by requests that are sent together, so that the moment with nothing at the
/// path is the server's, and not that of a way there and back; and they are seen to the end, interrupted or not.
final class Exchange {
    /// How often it is tried again because another has put a file there just then.
    private static final int ATTEMPTS = 100;

    private final Call call;
    private final String path;
    private final Supplier<String> asides;

    /// @param path where the file goes
    /// @param asides names beside it that nothing has, one for each attempt
    Exchange(Call call, String path, Supplier<String> asides) {
        this.call = call;
        this.path = path;
        this.asides = asides;
    }

    /// Gives the file at `from` the path.
    ///
    /// @param there what was there when it was looked at
    /// @throws SftpStatus if the server refuses; then what was there is there
    void run(String from, Optional<RemoteFacts> there) throws IOException {
        boolean replacing = there.filter(RemoteFacts::isFile).isPresent();
        for (int attempt = 1; !(replacing ? replace(from) : create(from)); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IOException("others put files at " + path + " each time that one was to be put there");
            }
            replacing = true;
        }
    }

    /// @return whether it has the name; else there is a file now
    private boolean create(String from) throws IOException {
        try {
            call.ask(Request.rename(from, path)).done();
            return true;
        } catch (SftpStatus refused) {
            if (isFileThere()) {
                return false;
            }
            throw refused;
        }
    }

    /// @return whether it has the name; else another has put a file there meanwhile
    private boolean replace(String from) throws IOException {
        String aside = asides.get();
        var asideAnswer = call.send(Request.rename(path, aside));
        var oldAnswer = call.send(Request.lstat(aside));
        var newAnswer = call.send(Request.rename(from, path));
        try {
            var kept = refusal(asideAnswer);
            var refused = refusal(newAnswer);
            if (kept.isPresent()) {
                return isReplaced(kept.get(), refused);
            }
            if (refused.isPresent()) {
                return putBack(aside, isOther(oldAnswer), refused.get());
            }
            if (isOther(oldAnswer)) {
                throw undo(from, aside);
            }
        } catch (ConnectionLost lost) {
            throw ConnectionLost.unanswered(
                    lost.getMessage() + "; if nothing is at " + path + ", what was there lies at " + aside, lost);
        }
        call.send(Request.remove(aside)).settle();
        return true;
    }

    /// What came of it where the old file did not go aside: there was none any more, or it may not be moved.
    private boolean isReplaced(SftpStatus kept, Optional<SftpStatus> refused) throws IOException {
        if (refused.isEmpty()) {
            return true;
        }
        if (!kept.isMissing()) {
            kept.addSuppressed(refused.get());
            throw kept;
        }
        if (isFileThere()) {
            return false;
        }
        throw refused.get();
    }

    /// Gives what is aside its name back, unless another file has it.
    private boolean putBack(String aside, boolean other, SftpStatus refused) throws IOException {
        if (!other && isFileThere()) {
            // What is aside was there before that, and would have been replaced by it.
            call.send(Request.remove(aside)).settle();
            return false;
        }
        var stuck = refusal(call.send(Request.rename(aside, path)));
        if (stuck.isPresent()) {
            throw leftAside(aside, refused, stuck.get());
        }
        throw refused;
    }

    /// Undoes all where what went aside was no file: a folder, with what is in it, that came to be there just then.
    ///
    /// @return what to throw
    private IOException undo(String from, String aside) throws IOException {
        var changed = new InTheWay(path + " has become a folder or a link just now");
        var withdrawn = call.send(Request.rename(path, from));
        var stuck = refusal(call.send(Request.rename(aside, path)));
        refusal(withdrawn).ifPresent(changed::addSuppressed);
        return stuck.isPresent() ? leftAside(aside, changed, stuck.get()) : changed;
    }

    private IOException leftAside(String aside, IOException cause, SftpStatus stuck) {
        var left = new IOException(
                "what was at " + path + " lies at " + aside + " now: the new file did not get its name ("
                        + cause.getMessage() + "), and the old one could not be given it back (" + stuck.getMessage()
                        + "). Rename it within " + TempNames.AGE.toHours()
                        + " hours, after which it counts as left over",
                cause);
        left.addSuppressed(stuck);
        return left;
    }

    private static Optional<SftpStatus> refusal(Pending answer) throws IOException {
        try {
            answer.awaitToTheEnd().done();
            return Optional.empty();
        } catch (SftpStatus e) {
            return Optional.of(e);
        }
    }

    private static boolean isOther(Pending look) throws IOException {
        return facts(look).filter(there -> !there.isFile()).isPresent();
    }

    private boolean isFileThere() throws IOException {
        return facts(call.send(Request.lstat(path))).filter(RemoteFacts::isFile).isPresent();
    }

    /// What the server says, if it says anything: nothing may be left half for want of it.
    private static Optional<RemoteFacts> facts(Pending look) throws IOException {
        try {
            return look.awaitToTheEnd().factsIfThere();
        } catch (SftpStatus untold) {
            return Optional.empty();
        }
    }
}
