package dev.waybill.cli.endtoend.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.cli.CommandProcess;
import dev.waybill.cli.CommandRun;
import dev.waybill.cli.endtoend.store.RemoteKind;
import dev.waybill.cli.endtoend.store.TestRemote;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.transfer.JournalSweep;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One project whose push or pull is killed, and what is looked at from outside. One thread.
final class KillScene implements AutoCloseable {
    /// How many parts move at once.
    static final int SLOTS = 4;

    private final Path root;
    private final RemoteKind kind;
    private final SyncDirection direction;
    private final TestRemote remote;
    private final Map<String, Long> sizes;
    private final ObjectStorageFactory factory;
    private final IObjectStorageAdapter local;
    private final IObjectStorageAdapter far;

    /// @param files what the source holds, by name below `storage`
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed by close
    KillScene(Path root, RemoteKind kind, SyncDirection direction, KillFiles files) throws IOException {
        this.root = root;
        this.kind = kind;
        this.direction = direction;
        this.remote = kind.open(root);
        this.sizes = files.sizes();
        Files.writeString(root.resolve("waybill.yaml"), "remote: far\nremotes:\n    far:\n" + remote.settings());
        Path storage = Files.createDirectories(root.resolve("storage"));
        factory = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT);
        local = factory.openStore(storage);
        far = openFar(factory);
        files.linkInto(storage);
        if (direction == SyncDirection.PULL) {
            assertThat(command().run("push", "--part-size", partSize()).status())
                    .isZero();
            KillFiles.empty(root.resolve("storage"));
            KillFiles.empty(root.resolve(".waybill"));
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // passed on
    private IObjectStorageAdapter openFar(ObjectStorageFactory by) {
        var configuration = new ConfigurationReader(by.providers(), Map.of("SECRET", TestRemote.SECRET)).read(root);
        return by.openStore(configuration, "far");
    }

    private String partSize() {
        return (remote.partBytes() >> 10) + "KiB";
    }

    private CommandRun command() {
        return CommandRun.in(root).with("SECRET", TestRemote.SECRET);
    }

    private List<String> arguments() {
        return List.of(
                direction == SyncDirection.PUSH ? "push" : "pull",
                "--transfers",
                Integer.toString(SLOTS),
                "--part-size",
                partSize(),
                "--output",
                "ndjson");
    }

    IObjectStorageAdapter target() {
        return direction == SyncDirection.PUSH ? far : local;
    }

    /// The real command, as a process of its own, on a line that is slow.
    Process start() throws IOException {
        remote.slow(true);
        var builder = new ProcessBuilder(CommandProcess.waybill(arguments()))
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("killed.txt").toFile());
        builder.environment().put("SECRET", TestRemote.SECRET);
        builder.environment().put("HOME", root.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    /// What the process has printed.
    String said() throws IOException {
        return Files.readString(root.resolve("killed.txt"));
    }

    /// The same command, now on a line as fast as it is, in this process.
    CommandRun.Result finish() {
        remote.slow(false);
        return command().run(arguments().toArray(String[]::new));
    }

    /// How many parts the run has moved by now, by its journal and by what the target shows.
    long progress() {
        long there = requireOnlyWholeVisible();
        var state = SqliteSyncBaseStore.beside(root.resolve("storage"));
        if (!Files.exists(state)) {
            return there;
        }
        var bases = new SqliteSyncBaseStore(state, warning -> {});
        try (SyncBase base = bases.openReadOnly(pair())) {
            return there
                    + base.transfers().unfinished(target().store()).stream()
                            .mapToLong(transfer -> transfer.parts().size())
                            .sum();
        } catch (SyncRefused.StateUnusable beingMade) {
            return there;
        }
    }

    private SyncPair pair() {
        return new SyncPair(local.store(), far.store());
    }

    /// How many parts all large objects make.
    long parts() {
        return sizes.values().stream().mapToLong(this::parts).sum();
    }

    private long parts(long size) {
        return size > 2 * remote.partBytes() ? Math.ceilDiv(size, remote.partBytes()) : 0;
    }

    /// What the target shows now: every object must be whole.
    ///
    /// @return how many parts those have that go in parts
    long requireOnlyWholeVisible() {
        try (Stream<ObjectMetadata> objects = target().list(ListOptions.of(KeyPrefix.ALL))) {
            return objects.mapToLong(object -> {
                        assertThat(object.size())
                                .as("the size of %s while the run goes on", object.key())
                                .isEqualTo(sizes.get(object.key().value()));
                        return parts(object.size());
                    })
                    .sum();
        } catch (StorageException.StoreUnavailable lost) {
            // The line is lossy: there will be another look.
            return 0;
        }
    }

    /// What the killed run left for others to see: every object must have all of its bytes. The line is slow no more.
    void requireVisibleEqual(KillFiles files) throws IOException {
        remote.slow(false);
        try (Stream<ObjectMetadata> objects = target().list(ListOptions.of(KeyPrefix.ALL))) {
            for (ObjectMetadata object : objects.toList()) {
                try (var content = target().get(object.key(), GetOptions.WHOLE)) {
                    files.requireSame(object.key().value(), content.stream());
                }
            }
        }
    }

    /// How many parts the target holds in unfinished uploads.
    long heldParts() {
        return uploads().stream().mapToLong(this::parts).sum();
    }

    private List<UnfinishedUpload> uploads() {
        try (Stream<UnfinishedUpload> uploads = target().listUploads(KeyPrefix.ALL)) {
            return uploads.toList();
        }
    }

    private long parts(UnfinishedUpload upload) {
        var limits = target().capabilities().uploadLimits().orElseThrow();
        try (UploadSession session = target().openUpload(upload.toLookAt(limits))) {
            return session.parts().size();
        } catch (StorageException.UploadNotFound completed) {
            return 0;
        }
    }

    /// Nothing is unfinished: not at the target, and not in the journal. An upload that was lost in its first moment is
    /// known, has no part, and goes a day later.
    ///
    /// @return how many were lost in their first moment
    int requireNothingUnfinished() {
        var bases = new SqliteSyncBaseStore(
                SqliteSyncBaseStore.beside(root.resolve("storage")),
                warning -> assertThat(warning).as("a warning about the state").isNull());
        try (SyncBase base = bases.open(pair())) {
            List<UnfinishedUpload> left = uploads();
            assertThat(left)
                    .as("uploads that are left")
                    .allSatisfy(upload -> assertThat(parts(upload)).isZero());
            assertThat(left.size())
                    .isLessThanOrEqualTo(base.transfers().lost(target().store()).size());
            assertThat(base.transfers().unfinished(target().store()))
                    .as("the journal")
                    .isEmpty();
            Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
            new JournalSweep(target(), base.transfers(), later).giveUpLost();
            assertThat(uploads()).as("uploads a day later").isEmpty();
            return left.size();
        }
    }

    long partWrites() {
        return remote.partWrites();
    }

    /// Both sides hold the same, byte for byte, as a comparison of all contents finds it.
    void requireEqual(KillFiles files) throws IOException {
        Path check = Files.createDirectories(root.resolve("check"));
        var copy = command().run("cp", "-r", "far:", check + "/");
        assertThat(copy.status()).as(copy.all()).isZero();
        files.requireSame(check);
        files.requireSame(root.resolve("storage"));
    }

    /// Adds an object to each folder at the source, and brings it to the target: what a killed process had locked there
    /// is only cleared away by the next who writes to the folder.
    CommandRun.Result addToEachFolder() throws IOException {
        Path storage = root.resolve("storage");
        Path late = Files.writeString(root.resolve("late"), "late");
        List<Path> folders;
        try (Stream<Path> paths = Files.walk(storage)) {
            folders = paths.filter(Files::isDirectory).toList();
        }
        for (Path folder : folders) {
            if (direction == SyncDirection.PUSH) {
                Files.copy(late, folder.resolve("late"));
            } else {
                String key = storage.relativize(folder.resolve("late")).toString();
                var copy = command().run("cp", late.toString(), "far:" + key);
                assertThat(copy.status()).as(copy.all()).isZero();
            }
        }
        return finish();
    }

    /// What the target's folders hold beside objects: a day later where nobody can tell that a writer is dead, as on a
    /// server.
    List<String> leftovers() throws IOException {
        Optional<Path> target =
                direction == SyncDirection.PUSH ? remote.folder() : Optional.of(root.resolve("storage"));
        if (target.isEmpty()) {
            return List.of();
        }
        if (direction == SyncDirection.PUSH && kind == RemoteKind.SFTP) {
            writeADayLater();
        }
        Path top = target.get();
        try (Stream<Path> paths = Files.walk(top)) {
            return paths.map(top::relativize)
                    .map(Path::toString)
                    .filter(name -> name.contains(".waybill-"))
                    .toList();
        }
    }

    private void writeADayLater() {
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
        try (var store = openFar(ObjectStorageFactory.ofInstalled(later, StackOptions.DEFAULT));
                Stream<ObjectMetadata> objects = store.list(ListOptions.of(KeyPrefix.ALL))) {
            List<ObjectKey> late = objects.map(ObjectMetadata::key)
                    .filter(key -> key.name().equals("late"))
                    .toList();
            late.forEach(key ->
                    store.put(key, ObjectSource.of("later".getBytes(StandardCharsets.UTF_8)), PutOptions.DEFAULT));
        }
    }

    @Override
    public void close() {
        local.close();
        far.close();
        remote.close();
    }
}
