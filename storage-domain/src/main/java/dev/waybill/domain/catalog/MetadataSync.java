package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.ContentPlacement;
import dev.waybill.domain.sync.OrderedListing;
import dev.waybill.domain.transfer.VersionTick;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the catalog of a repository up to date: lists the repository, fetches the small documents whose versions
/// changed, and writes all of it at once. Any number of threads and processes may do so at once; closes nothing.
///
/// What breaks off before the end changes nothing, and what it fetched is not fetched again.
public final class MetadataSync {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataSync.class);

    /// How long an unchanged generation is trusted where only this library can write documents that Runicorn reads.
    private static final Duration TRUST = Duration.ofHours(1);

    private static final int ATTEMPTS = 5;

    private final IObjectStorageAdapter store;
    private final CatalogId id;
    private final CatalogStore catalogs;
    private final ArtifactRepository repository;
    private final Clock clock;
    private final MetadataSelection configured;

    /// @param store the store, through the layers that `ObjectStorageFactory` puts over it
    /// @param root the folder of the store that the repository lies in
    /// @param catalogs where the catalog is kept
    /// @param clock tells how long ago things were noted
    public MetadataSync(IObjectStorageAdapter store, KeyPrefix root, CatalogStore catalogs, Clock clock) {
        this(store, root, catalogs, clock, MetadataSelection.ALL);
    }

    /// As the other, where the options of a sync need not say which documents are brought.
    ///
    /// @param configured those then
    public MetadataSync(
            IObjectStorageAdapter store,
            KeyPrefix root,
            CatalogStore catalogs,
            Clock clock,
            MetadataSelection configured) {
        this.store = store;
        this.id = new CatalogId(store.store(), root);
        this.catalogs = catalogs;
        this.repository = new ArtifactRepository(store, root, clock);
        this.clock = clock;
        this.configured = configured;
    }

    /// Which repository it is about.
    public CatalogId id() {
        return id;
    }

    /// Brings the catalog up to date. An interrupt breaks it off.
    ///
    /// @throws dev.waybill.port.StorageException if the repository cannot be listed, or the connection is lost
    /// @throws ArtifactFailure.Busy if others bring the same catalog up to date all the time
    public MetadataSyncReport run(MetadataSyncOptions options, MetadataSyncListener listener)
            throws InterruptedException {
        boolean sort = false;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (CatalogWriter writer = catalogs.openWriter(id)) {
                Optional<MetadataSyncReport> report = attempt(writer, sort, options, listener);
                if (report.isPresent()) {
                    return report.get();
                }
            } catch (OrderedListing.OutOfOrder e) {
                LOG.info("the listing is sorted: {}", e.getMessage());
                sort = true;
            }
        }
        throw new ArtifactFailure.Busy("others write the catalog of " + id + " all the time");
    }

    /// @return empty if somebody else changed the catalog meanwhile
    private Optional<MetadataSyncReport> attempt(
            CatalogWriter writer, boolean sort, MetadataSyncOptions options, MetadataSyncListener listener)
            throws InterruptedException {
        Instant began = clock.instant();
        CatalogState state = writer.state();
        Optional<String> generation = repository.generation();
        MetadataSelection selection = options.selection().orElse(configured);
        boolean isSame = state.isOf(selection, options.runs());
        if (!options.full() && isSame && isTold(state, generation, began, options)) {
            boolean made = writer.commit(state.revision(), edit -> edit.state(state.confirmed(began)));
            return made ? Optional.of(new MetadataSyncReport(true, 0, 0, 0, 0, 0, 0, problems())) : Optional.empty();
        }
        var listing = new MetadataListing(store, id.root(), options.runs(), selection, sort);
        PlannedDocuments planned = writer.plan();
        var plan = new SyncPlan(id.root(), options, selection, planned);
        try (OrderedListing listed = listing.open()) {
            plan.make(
                    listed,
                    new DocumentPages<>(writer::known, DocumentState::key),
                    new DocumentPages<>(writer::staged, DocumentState::key));
        }
        boolean foreign = state.foreign() || (isSame && plan.news() && isForeign(state, generation));
        var settling = new MetadataFetch.Settling(VersionTick.of(store.capabilities()), listing.latest(), began);
        Predicate<ObjectKey> wanted = key -> !selection.has(id.root(), key)
                || planned.has(key)
                || writer.known(key).isPresent();
        var fetch = new MetadataFetch(store, id.root(), writer, options, listener, settling, wanted);
        var execution = new PlanExecution(id.root(), writer, planned, fetch);
        execution.fetch(plan);

        var taken = new AtomicReference<TouchedRecords>();
        boolean made = writer.commit(state.revision(), edit -> {
            taken.set(execution.take(edit, began, selection));
            edit.discardStaged();
            edit.problems(listing.problems());
            edit.state(state.listed(began, generation, foreign).of(selection, options.runs()));
        });
        TouchedRecords touched = taken.get();
        return made
                ? Optional.of(new MetadataSyncReport(
                        false,
                        listing.objects(),
                        fetch.fetched(),
                        fetch.bytes(),
                        plan.removed() + execution.vanished(),
                        touched.artifacts(),
                        touched.runs(),
                        problems()))
                : Optional.empty();
    }

    /// Whether the generation tells that there is nothing new.
    private boolean isTold(CatalogState state, Optional<String> generation, Instant now, MetadataSyncOptions options) {
        Duration trust = options.trust().orElse(suiting());
        if (generation.isEmpty()
                || !generation.equals(state.generation())
                || state.listedAt().isEmpty()) {
            return false;
        }
        Duration age = Duration.between(state.listedAt().get(), now);
        boolean believed = options.trust().isPresent() || !state.foreign();
        return believed && !age.isNegative() && age.compareTo(trust) < 0;
    }

    /// Into folders Runicorn writes too, which leaves the generation as it is.
    private Duration suiting() {
        return ContentPlacement.suiting(store.capabilities()) == ContentPlacement.POOL ? TRUST : Duration.ZERO;
    }

    /// Whether something changed and the generation did not. It is looked at once more, since this library may have
    /// changed something between the two looks.
    private boolean isForeign(CatalogState state, Optional<String> generation) {
        return generation.isPresent()
                && generation.equals(state.generation())
                && generation.equals(repository.generation());
    }

    private List<ArtifactProblem> problems() {
        Optional<CatalogReader> opened = catalogs.openReader(id);
        if (opened.isEmpty()) {
            return List.of();
        }
        try (CatalogReader reader = opened.get()) {
            return reader.problems();
        }
    }
}
