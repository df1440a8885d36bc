package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The locks on an unfinished upload and its parts, in this process and among processes. Any thread may use it.
///
/// The lock of a part is got through a gate, and who completes keeps the gate shut and waits for the parts
/// that are locked: when it goes on, nobody writes or begins to.
final class UploadLocks {
    private static final Path GATE = Path.of("gate");

    private final String name;
    private final Folder folder;

    /// @param name tells the upload from every other in this process
    UploadLocks(String name, Folder folder) {
        this.name = name;
        this.folder = folder;
    }

    /// Waits until nobody in this process completes the upload.
    KeyLocks.Held share() throws InterruptedException {
        return KeyLocks.share(name);
    }

    /// Waits for the upload in this process.
    KeyLocks.Held hold() throws InterruptedException {
        return KeyLocks.hold(name);
    }

    /// Waits for part `number` in this process; to be asked for under [#share].
    KeyLocks.Held hold(int number) throws InterruptedException {
        return KeyLocks.hold(name + "\0" + number);
    }

    /// Waits for part `number` among processes; to be asked for under [#hold(int)].
    @SuppressWarnings("try") // the locks are only held
    KeyLocks.Held holdAmongProcesses(int number) throws InterruptedException, IOException {
        try (var first = KeyLocks.hold(name + "\0" + GATE);
                var gate = KeyLocks.holdAmongProcesses(folder, GATE)) {
            return KeyLocks.holdAmongProcesses(folder, Path.of("part-" + number));
        }
    }

    /// Waits for all parts among processes, and lets none begin one; to be asked for under [#hold()].
    KeyLocks.Held holdAmongProcesses() throws IOException {
        var gate = KeyLocks.holdAmongProcesses(folder, GATE);
        boolean alone = false;
        try {
            for (Path lock : locks()) {
                KeyLocks.holdFileAmongProcesses(folder, lock).close();
            }
            alone = true;
            return gate;
        } finally {
            if (!alone) {
                gate.close();
            }
        }
    }

    private List<Path> locks() throws IOException {
        var locks = new ArrayList<Path>();
        try (Folder reading = folder.openFolder(Path.of("."))) {
            for (var names = reading.names(); names.hasNext(); ) {
                String found = names.next().getFileName().toString();
                if (TempNames.isLock(found) && !found.equals(TempNames.lock(GATE.toString()))) {
                    locks.add(Path.of(found));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return locks;
    }
}
