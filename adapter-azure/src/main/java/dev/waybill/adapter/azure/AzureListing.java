package dev.waybill.adapter.azure;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.SkippedEntry.Reason;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.spi.Pages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/// Lists objects, page by page, with their metadata.
final class AzureListing {
    /// By which tools of Hadoop, and accounts with a hierarchical namespace, mark a folder.
    private static final String FOLDER_MARK = "hdi_isfolder";

    private final AzureStore store;

    AzureListing(AzureStore store) {
        this.store = store;
    }

    /// One page of blobs.
    ///
    /// @param blobs its elements
    /// @param next how the page behind it is asked for, if there is one
    record BlobPage(List<AzureXml> blobs, Optional<String> next) {}

    @MustBeClosed
    Stream<ObjectMetadata> list(ListOptions options) {
        if (options.startAfter().isPresent() && !store.keepsKeyOrder()) {
            throw new NotSupported(
                    store.id(), options.startAfter(), "listing from the middle, since it lists in no order");
        }
        String prefix = store.keys().name(options.prefix());
        var after = options.startAfter();
        // The service cannot begin in the middle: what lies before is read and left out.
        return pages(prefix, "metadata", options.pageSize(), page -> entries(page, options))
                .filter(object -> after.isEmpty() || object.key().compareTo(after.get()) > 0);
    }

    /// What lies in the pages of all blobs under `prefix`.
    ///
    /// @param include what of each blob, or which blobs, beside the usual
    @MustBeClosed
    <T> Stream<T> pages(
            String prefix,
            String include,
            OptionalInt pageSize,
            java.util.function.Function<BlobPage, List<T>> entries) {
        return Pages.stream((Optional<BlobPage> last) -> {
            if (last.isPresent() && last.get().next().isEmpty()) {
                return Optional.empty();
            }
            var page = page(prefix, include, pageSize, last.flatMap(BlobPage::next));
            return Optional.of(new Pages.Page<>(page, entries.apply(page)));
        });
    }

    private BlobPage page(String prefix, String include, OptionalInt pageSize, Optional<String> marker) {
        var url = new StringBuilder(store.url()).append("?restype=container&comp=list&include=" + include);
        if (!prefix.isEmpty()) {
            url.append("&prefix=").append(AzureKeys.escapeQuery(prefix));
        }
        pageSize.ifPresent(size -> url.append("&maxresults=").append(Math.min(size, AzureLimits.PAGE_BLOBS)));
        marker.ifPresent(text -> url.append("&marker=").append(AzureKeys.escapeQuery(text)));
        var list = parse(store.call(AzureRequest.get(url.toString())));
        var blobs = list.child("Blobs").orElseThrow(() -> store.errors().noList(Optional.empty(), null));
        var next = Optional.of(list.textOf("NextMarker")).filter(text -> !text.isEmpty());
        if (next.isPresent() && next.equals(marker)) {
            throw new StoreFailure(store.id(), Optional.empty(), "the listing breaks off in the middle", null);
        }
        return new BlobPage(blobs.children(), next);
    }

    private AzureXml parse(AzureAnswer answer) {
        try {
            return AzureXml.parse(answer.body());
        } catch (XMLStreamException e) {
            throw store.errors().noList(Optional.empty(), e);
        }
    }

    private List<ObjectMetadata> entries(BlobPage page, ListOptions options) {
        var entries = new ArrayList<ObjectMetadata>(page.blobs().size());
        for (var blob : page.blobs()) {
            String name = blob.textOf("Name");
            var properties = blob.child("Properties").map(AzureXml::texts).orElse(Map.of());
            var metadata = blob.child("Metadata").map(AzureXml::texts).orElse(Map.of());
            long size = Long.parseLong(properties.getOrDefault("Content-Length", "0"));
            var key = store.keys().key(name);
            if (size == 0 && (isMarker(name) || isFolder(properties, metadata))) {
                options.onSkipped().accept(new SkippedEntry(store.keys().withoutBase(name), Reason.FOLDER_MARKER));
            } else if (key.isEmpty()) {
                options.onSkipped().accept(new SkippedEntry(store.keys().withoutBase(name), Reason.UNNAMEABLE));
            } else {
                entries.add(object(key.get(), size, properties, metadata));
            }
        }
        return entries;
    }

    private boolean isMarker(String name) {
        String rest = store.keys().withoutBase(name);
        return rest.endsWith("/") && !rest.contains("//") && !rest.startsWith("/");
    }

    private static boolean isFolder(Map<String, String> properties, Map<String, String> metadata) {
        return "directory".equals(properties.get("ResourceType"))
                || metadata.entrySet().stream()
                        .anyMatch(e -> e.getKey().equalsIgnoreCase(FOLDER_MARK)
                                && e.getValue().equalsIgnoreCase("true"));
    }

    private ObjectMetadata object(
            ObjectKey key, long size, Map<String, String> properties, Map<String, String> metadata) {
        var md5 = Optional.ofNullable(properties.get("Content-MD5"));
        var object = new ObjectMetadata(
                key,
                size,
                AzureAnswer.httpDate(properties.getOrDefault("Last-Modified", ""))
                        .orElse(Instant.EPOCH),
                Optional.of(store.objects().etag(key, properties.getOrDefault("Etag", ""))),
                Optional.empty(),
                AzureObjects.checksums(metadata, md5),
                Optional.ofNullable(properties.get("Content-Type")).filter(type -> !type.isEmpty()),
                Optional.empty(),
                Optional.empty());
        return AzureMetadata.kept(metadata).on(object);
    }
}
