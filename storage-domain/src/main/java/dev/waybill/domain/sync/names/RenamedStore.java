package dev.waybill.domain.sync.names;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.FileIdentities;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A store as it would be if it held every name: what it cannot hold under its own has another there, see
/// [NameCode], which nobody above sees. Any thread may call it.
///
/// That a store has such names is noted in it, at [#NOTE]. Names come in the order of those that the store has, so
/// there is no order.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller
public final class RenamedStore implements IObjectStorageAdapter {
    /// Where it is noted that a store has such names.
    public static final ObjectKey NOTE = ObjectKey.of(".waybill/renamed");

    private static final String NOTED = """
            Names here that begin with %wb stand for others: eight digits, a -, and the name, %XX being a byte of its
            UTF-8; what ends in a + instead goes on in the folder. docs/sync.md of Waybill has more.
            """;

    private final IObjectStorageAdapter inner;
    private final NameBook book;
    private final Capabilities capabilities;
    private final AtomicBoolean noted = new AtomicBoolean();

    private RenamedStore(IObjectStorageAdapter inner, boolean renames) {
        this.inner = inner;
        Capabilities all = inner.capabilities();
        this.book = new NameBook(all.names());
        this.capabilities = seen(all, renames);
    }

    /// `store` with every name, if it has such names, or is to have them; else `store`.
    ///
    /// @param renames whether new names may be given
    /// @throws StorageException if the store cannot tell: taken as they are, such names would be other
    ///     objects
    public static IObjectStorageAdapter over(IObjectStorageAdapter store, boolean renames) {
        try {
            return isLimited(store) && (renames || store.stat(NOTE).isPresent())
                    ? new RenamedStore(store, renames)
                    : store;
        } catch (StorageException.StoreNotFound | StorageException.Cancelled e) {
            // Whoever is to use it meets that again, before anything else, and can tell of it.
            return store;
        } catch (StorageException.KeyRejected fileInPlaceOfFolder) {
            return store;
        }
    }

    /// Whether there are names that `store` cannot hold.
    private static boolean isLimited(IObjectStorageAdapter store) {
        return !store.capabilities().names().equals(NameRules.ANY);
    }

    /// Whether `store` shows names that it was given, as those that they are: what notes that it has such is gone.
    public static boolean isUnnoted(IObjectStorageAdapter store, ObjectKey name) {
        return name.value().contains(NameCode.MARK)
                && !(store instanceof RenamedStore)
                && isLimited(store)
                && NameCode.decode(name.value()).stream().anyMatch(NameCode.Segment::wasCoded);
    }

    /// Where no new names may be given, what can be held is what the store says.
    private static Capabilities seen(Capabilities all, boolean renames) {
        EnumSet<Capability> flags = EnumSet.copyOf(all.flags());
        flags.removeAll(Set.of(Capability.KEY_ORDER, Capability.KEY_SEEK));
        EnumSet<NameTrait> traits = EnumSet.noneOf(NameTrait.class);
        traits.addAll(all.names().traits());
        traits.removeAll(EnumSet.of(NameTrait.NO_DOT_AT_END, NameTrait.NO_SPACE_AT_END, NameTrait.NO_DEVICES));
        NameRules lifted =
                NameRules.ANY.withTraits(traits).withMaxSegments(all.names().maxSegments());
        return new Capabilities(
                flags,
                all.maxKeyBytes(),
                all.maxObjectBytes(),
                all.maxPutBytes(),
                all.modifiedPrecision(),
                all.checksums(),
                all.uploadChecksums(),
                all.uploadLimits(),
                renames ? lifted : all.names());
    }

    /// Gives what lies at `path`, with a `/` behind it if it is a folder, another name from now on.
    public void rename(String path) {
        book.rename(path);
    }

    /// Whether `key`, or a folder it lies in, has another name for the sake of others.
    public boolean isRenamed(ObjectKey key) {
        return book.isRenamed(key);
    }

    /// The name that `key` has in the store, if that is another.
    public Optional<ObjectKey> otherName(ObjectKey key) {
        return book.nameOf(key).filter(name -> !name.equals(key));
    }

    /// Learns which names there are by listing all: only so a single key can be found among them.
    public void learn() {
        try (Stream<ObjectMetadata> all = inner.list(ListOptions.of(KeyPrefix.ALL))) {
            all.forEach(object -> book.keyOf(object.key()));
        }
    }

    /// The key of what has this name in the store.
    ///
    /// @return whether it is `key`; then that has this name from now on
    public boolean isNameOf(ObjectKey name, ObjectKey key) {
        return book.keyOf(name).equals(key);
    }

    /// `files`, asked by keys in place of names.
    public FileIdentities identities(FileIdentities files) {
        return version -> files.of(named(version, name(version.key())));
    }

    ObjectKey name(ObjectKey key) {
        return book.nameOf(key)
                .orElseThrow(() -> new StorageException.KeyRejected(
                        store(), key, "the name it would have here is longer than a key may be", null));
    }

    ObjectMetadata named(ObjectMetadata metadata, ObjectKey key) {
        return metadata.key().equals(key) ? metadata : metadata.withKey(key);
    }

    private ObjectKey nameToWrite(ObjectKey key) {
        ObjectKey name = name(key);
        if (!name.equals(key) && !noted.get()) {
            if (inner.stat(NOTE).isEmpty()) {
                inner.put(NOTE, ObjectSource.of(NOTED.getBytes(StandardCharsets.UTF_8)), PutOptions.DEFAULT);
            }
            noted.set(true);
        }
        return name;
    }

    @Override
    public StoreId store() {
        return inner.store();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        return inner.stat(name(key)).map(found -> named(found, key));
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        ObjectContent content = inner.get(name(key), options);
        return new ObjectContent(named(content.metadata(), key), content.range(), content.stream());
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        return named(inner.put(nameToWrite(key), source, options), key);
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        inner.delete(name(key), options);
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        List<Deletion> wanted = List.copyOf(deletions);
        List<DeleteResult> done = inner.deleteAll(wanted.stream()
                .map(deletion -> new Deletion(name(deletion.key()), deletion.options()))
                .toList());
        var results = new ArrayList<DeleteResult>();
        for (int i = 0; i < done.size(); i++) {
            ObjectKey key = wanted.get(i).key();
            results.add(
                    switch (done.get(i)) {
                        case DeleteResult.Deleted deleted -> new DeleteResult.Deleted(key);
                        case DeleteResult.Failed failed -> new DeleteResult.Failed(key, failed.reason());
                    });
        }
        return results;
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        if (options.startAfter().isPresent()) {
            throw new StorageException.NotSupported(store(), options.startAfter(), Capability.KEY_ORDER.name());
        }
        // Whoever named folders to omit named them as they are called outside.
        var inside = options.withOnSkipped(skipped -> options.onSkipped().accept(original(skipped)))
                .withOmittable(folder -> false);
        List<KeyPrefix> prefixes = prefixes(options.prefix());
        if (prefixes.equals(List.of(options.prefix()))) {
            return inner.list(inside).filter(RenamedStore::isTheirs).map(this::original);
        }
        var listings = new Listings(
                prefixes.stream()
                        .map(prefix -> new ListOptions(
                                prefix, Optional.empty(), options.pageSize(), inside.onSkipped(), inside.omittable()))
                        .toList(),
                inner);
        return listings.stream()
                .filter(RenamedStore::isTheirs)
                .map(this::original)
                .filter(object -> options.prefix().covers(object.key()));
    }

    private static boolean isTheirs(ObjectMetadata listed) {
        return !listed.key().equals(NOTE);
    }

    /// Where the names of keys under `prefix` lie: under it, and in each folder on the way to it, and in its own, under
    /// the mark.
    private static List<KeyPrefix> prefixes(KeyPrefix prefix) {
        String text = prefix.value();
        var prefixes = new ArrayList<KeyPrefix>();
        if (!text.isEmpty()) {
            prefixes.add(KeyPrefix.of(NameCode.MARK));
        }
        for (int slash = text.indexOf('/');
                slash >= 0 && slash < text.length() - 1;
                slash = text.indexOf('/', slash + 1)) {
            prefixes.add(KeyPrefix.of(text.substring(0, slash + 1) + NameCode.MARK));
        }
        prefixes.removeIf(marked -> marked.value().startsWith(text));
        if (prefixes.stream().noneMatch(marked -> text.startsWith(marked.value()))) {
            prefixes.add(prefix);
        }
        return prefixes;
    }

    private ObjectMetadata original(ObjectMetadata listed) {
        return named(listed, book.keyOf(listed.key()));
    }

    private SkippedEntry original(SkippedEntry skipped) {
        return ObjectKey.parse(skipped.name())
                .map(name -> new SkippedEntry(book.keyOf(name).value(), skipped.reason()))
                .orElse(skipped);
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        return named(inner.copy(name(from), nameToWrite(to), options), to);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        var inside = new UploadRequest(
                nameToWrite(request.key()),
                request.options(),
                request.partBytes(),
                request.checksum(),
                request.resume());
        return new RenamedUpload(this, request.key(), inner.openUpload(inside));
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        return inner.listUploads(KeyPrefix.ALL)
                .map(upload -> new UnfinishedUpload(
                        book.keyOf(upload.key()), upload.id(), upload.started(), upload.partBytes(), upload.checksum()))
                .filter(upload -> prefix.covers(upload.key()));
    }

    @Override
    public void close() {
        inner.close();
    }

    /// Listings one behind the other, each opened when the one before has ended. One thread.
    private static final class Listings implements Iterator<ObjectMetadata> {
        private final Iterator<ListOptions> due;
        private final IObjectStorageAdapter store;
        private Stream<ObjectMetadata> open = Stream.empty();
        private Iterator<ObjectMetadata> items = open.iterator();

        Listings(List<ListOptions> due, IObjectStorageAdapter store) {
            this.due = due.iterator();
            this.store = store;
        }

        Stream<ObjectMetadata> stream() {
            int characteristics = Spliterator.NONNULL;
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, characteristics), false)
                    .onClose(() -> open.close());
        }

        @Override
        public boolean hasNext() {
            while (!items.hasNext() && due.hasNext()) {
                open.close();
                open = store.list(due.next());
                items = open.iterator();
            }
            return items.hasNext();
        }

        @Override
        public ObjectMetadata next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return items.next();
        }
    }
}
