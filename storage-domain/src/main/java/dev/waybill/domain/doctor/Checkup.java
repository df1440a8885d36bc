package dev.waybill.domain.doctor;

import dev.waybill.domain.config.CapabilityName;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Measures against a real store whether it does what its adapter says: a condition that is accepted and ignored, a
/// listing out of order or a checksum that nobody looks at loses data later, and silently.
///
/// It writes about 15 MiB (more where uploads need larger parts) under a prefix of its own, `waybill-doctor-<number>/`,
/// touches nothing else, and removes
/// what it wrote.
public final class Checkup {
    private static final String CORNER = "waybill-doctor-";
    private static final int NUMBERS = 1_000_000;

    private final Clock clock;
    private final RandomGenerator random;

    /// @param clock this machine's, to compare the store's with
    /// @param random chooses the prefix
    public Checkup(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// Makes all checks.
    ///
    /// @param store is examined through whatever layers lie over it, and not closed
    /// @param listener is told of each finding as it comes
    /// @throws StorageException if the store cannot be reached, or lets nobody in, at all
    public CheckupReport of(IObjectStorageAdapter store, Consumer<Finding> listener) throws InterruptedException {
        var corner = KeyPrefix.of(CORNER + String.format(Locale.ROOT, "%06d", random.nextInt(NUMBERS)) + "/");
        var bench = new Bench(store, corner);
        var findings = new ArrayList<Finding>();
        Consumer<Finding> note = finding -> {
            findings.add(finding);
            listener.accept(finding);
        };
        requireWritable(bench);
        try {
            requireListable(bench);
            for (Check check : checks()) {
                make(check, bench).forEach(note);
            }
        } finally {
            cleanUp(bench, note);
        }
        return new CheckupReport(store.store(), findings);
    }

    private List<Check> checks() {
        var checks = new ArrayList<Check>();
        checks.addAll(ContentChecks.all());
        checks.addAll(ListingChecks.all());
        checks.addAll(ConditionChecks.all());
        checks.addAll(UploadChecks.all());
        checks.addAll(KeyChecks.all());
        checks.addAll(SpeedChecks.all(clock));
        return checks;
    }

    /// Fails as any command would where the store is not there or the credentials are wrong.
    private static void requireWritable(Bench bench) {
        bench.put(bench.key("reached"), "reached");
    }

    /// Fails as any command would where the credentials do not allow it.
    private static void requireListable(Bench bench) {
        bench.names(ListOptions.of(bench.corner()));
    }

    private static List<Finding> make(Check check, Bench bench) throws InterruptedException {
        try {
            return check.look().at(bench);
        } catch (Cancelled e) {
            throw e;
        } catch (StorageException e) {
            return List.of(about(check, Finding.unknown(check.name(), String.valueOf(e.getMessage()))));
        }
    }

    /// A check that is named for a capability can be done without by withholding it.
    private static Finding about(Check check, Finding finding) {
        Optional<Capability> capability = Arrays.stream(Capability.values())
                .filter(c -> CapabilityName.of(c).equals(check.name()))
                .findFirst();
        return capability.map(finding::of).orElse(finding);
    }

    /// Who interrupts the checks wants them to end, and nothing to be left of them: an interrupted thread could not
    /// remove it, since stores refuse its calls.
    private static void cleanUp(Bench bench, Consumer<Finding> note) {
        boolean interrupted = Thread.interrupted();
        try {
            note.accept(cleanUp(bench));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Finding cleanUp(Bench bench) {
        String check = "clean up";
        try {
            abortUploads(bench);
            removeObjects(bench);
            long left = bench.names(ListOptions.of(bench.corner())).size();
            return left == 0
                    ? Finding.holds(check, "nothing is left of the checks")
                    : Finding.broken(check, left + " objects are left under " + bench.corner());
        } catch (StorageException e) {
            return Finding.broken(check, "objects may be left under " + bench.corner() + ": " + e.getMessage());
        }
    }

    private static void removeObjects(Bench bench) {
        List<Deletion> deletions;
        try (Stream<ObjectMetadata> listing = bench.store().list(ListOptions.of(bench.corner()))) {
            deletions = listing.map(object -> Deletion.of(object.key())).toList();
        }
        for (DeleteResult result : bench.store().deleteAll(deletions)) {
            if (result instanceof DeleteResult.Failed failed) {
                throw failed.reason();
            }
        }
    }

    private static void abortUploads(Bench bench) {
        if (!bench.has(Capability.RESUMABLE_UPLOAD)) {
            return;
        }
        List<UnfinishedUpload> unfinished;
        try (Stream<UnfinishedUpload> uploads = bench.store().listUploads(bench.corner())) {
            unfinished = uploads.toList();
        }
        long partBytes = bench.capabilities().uploadLimits().orElseThrow().minPartBytes();
        for (UnfinishedUpload upload : unfinished) {
            var request = UploadRequest.start(upload.key(), PutOptions.DEFAULT, partBytes);
            try (var session = bench.store().openUpload(request.resuming(upload.id()))) {
                session.abort();
            }
        }
    }
}
