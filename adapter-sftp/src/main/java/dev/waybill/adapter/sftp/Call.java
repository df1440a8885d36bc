package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one call has of the server: a channel, and the paths below the root. One thread at a time.
///
/// Paths are given as they are below the root, without a `/` in front; the root is empty.
final class Call implements Closeable {
    private static final long NO_ROOM = 64 * 1024;
    private static final int STATVFS_NUMBERS = 11;
    private static final int FRAGMENT_SIZE = 1;
    private static final int AVAILABLE = 4;

    private final ChannelPool.Lease lease;
    private final String root;
    private final SftpConfig config;

    Call(ChannelPool.Lease lease, String root, SftpConfig config) {
        this.lease = lease;
        this.root = root;
        this.config = config;
    }

    SftpConfig config() {
        return config;
    }

    SftpChannel channel() {
        return lease.channel();
    }

    /// How many bytes this call may have under way in one direction.
    int bytesUnderWay() {
        return lease.bytesUnderWay();
    }

    Pending send(Request request) {
        return lease.channel().send(request);
    }

    Reply ask(Request request) throws IOException {
        return lease.channel().ask(request);
    }

    /// The path on the server.
    String path(String below) {
        if (below.isEmpty()) {
            return root;
        }
        return root.endsWith("/") ? root + below : root + "/" + below;
    }

    /// Asks what is at a key and at the folders around it, all at once.
    Looking look(ObjectKey key) {
        return look(SftpKeys.folders(key), key.value());
    }

    /// Asks what is at a path and at these folders, which lead to it.
    Looking look(List<String> folders, String below) {
        // A folder that is there lies in the root, which need not be asked for then.
        Optional<Pending> rootAnswer = folders.isEmpty() ? Optional.of(send(Request.stat(root))) : Optional.empty();
        var answers = new ArrayList<Pending>();
        for (String folder : folders) {
            answers.add(send(Request.lstat(path(folder))));
        }
        return new Looking(this, folders, rootAnswer, answers, send(Request.lstat(path(below))));
    }

    /// What the server answered about a key.
    ///
    /// @param folders the folders that lead to it
    /// @param there how many of them are there, from the outermost
    /// @param rootThere whether the root is
    /// @param inTheWay the name of a file that lies where a folder should
    /// @param leaf what is at the key
    record Place(
            List<String> folders, int there, boolean rootThere, Optional<String> inTheWay, Optional<RemoteFacts> leaf) {

        /// The file at the key; a folder is none.
        ///
        /// @throws InTheWay if what is there is neither
        Optional<RemoteFacts> file(String below) throws InTheWay {
            if (leaf.isPresent()) {
                requireNoLink(below, leaf.get());
                if (leaf.get().kind() == RemoteFacts.Kind.SPECIAL) {
                    throw new InTheWay(below + " is a device, pipe or socket");
                }
            }
            return leaf.filter(RemoteFacts::isFile);
        }
    }

    static void requireNoLink(String below, RemoteFacts facts) throws InTheWay {
        if (facts.kind() == RemoteFacts.Kind.LINK) {
            throw new InTheWay(below + " is a symbolic link, which is not followed");
        }
    }

    /// Questions about a key that were sent.
    static final class Looking {
        private final Call call;
        private final List<String> folders;
        private final Optional<Pending> rootAnswer;
        private final List<Pending> answers;
        private final Pending leafAnswer;

        Looking(
                Call call,
                List<String> folders,
                Optional<Pending> rootAnswer,
                List<Pending> answers,
                Pending leafAnswer) {
            this.call = call;
            this.folders = folders;
            this.rootAnswer = rootAnswer;
            this.answers = answers;
            this.leafAnswer = leafAnswer;
        }

        /// Waits for the answers.
        ///
        /// @throws RootMissing if there is no root, and none is to be made
        /// @throws InTheWay if a folder is a link
        Place await() throws IOException {
            boolean rootThere = rootAnswer.isPresent()
                    ? call.requireRoot(rootAnswer.get().await().factsIfThere())
                    : hasFirstFolder() || call.hasRoot();
            for (int i = 0; i < answers.size(); i++) {
                var facts = answers.get(i).await().factsIfThere();
                if (facts.isEmpty()) {
                    return new Place(folders, i, rootThere, Optional.empty(), Optional.empty());
                }
                requireNoLink(folders.get(i), facts.get());
                if (!facts.get().isFolder()) {
                    return new Place(folders, i, rootThere, Optional.of(folders.get(i)), Optional.empty());
                }
            }
            var leaf = leafAnswer.await().factsIfThere();
            return new Place(folders, folders.size(), rootThere, Optional.empty(), leaf);
        }

        private boolean hasFirstFolder() throws IOException {
            var first = answers.getFirst().await();
            try {
                return first.factsIfThere().isPresent();
            } catch (SftpStatus e) {
                // Servers say one thing or another of what lies below a file.
                return false;
            }
        }
    }

    private boolean requireRoot(Optional<RemoteFacts> facts) throws RootMissing {
        if (facts.isPresent() && !facts.get().isFolder()) {
            throw new RootMissing(root, "there is a file of that name, where a folder must be");
        }
        if (facts.isEmpty() && !config.createRoot()) {
            throw new RootMissing(root, "create the folder, or set createRoot: true");
        }
        return facts.isPresent();
    }

    /// Whether the root is there, or need not be.
    ///
    /// @throws RootMissing if it must be and is not
    boolean hasRoot() throws IOException {
        return requireRoot(ask(Request.stat(root)).factsIfThere());
    }

    /// Makes the root and the folders around it.
    void makeRoot() throws IOException {
        for (int slash = root.indexOf('/', 1); slash > 0; slash = root.indexOf('/', slash + 1)) {
            var unused = send(Request.makeFolder(root.substring(0, slash)));
        }
        var made = ask(Request.makeFolder(root));
        if (ask(Request.stat(root)).factsIfThere().isEmpty()) {
            made.done();
        }
    }

    /// `e`, or what lies behind it where the server only said that it failed: that there is no room.
    IOException explained(IOException e) {
        if (!(e instanceof SftpStatus status)
                || status.code() != SftpStatus.FAILURE
                || !channel().offers(Fxp.STATVFS)) {
            return e;
        }
        try {
            long[] numbers = ask(Request.fileSystem(root)).numbers(STATVFS_NUMBERS);
            long free = numbers[FRAGMENT_SIZE] * numbers[AVAILABLE];
            return free >= 0 && free < NO_ROOM ? new FileSystemFull(e) : e;
        } catch (IOException unanswered) {
            e.addSuppressed(unanswered);
            return e;
        }
    }

    @Override
    public void close() {
        lease.close();
    }
}
