package dev.waybill.adapter.gcs;

import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.SkippedEntry.Reason;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.spi.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lists objects, page by page.
final class GcsListing {
    private final GcsStore store;

    GcsListing(GcsStore store) {
        this.store = store;
    }

    @MustBeClosed
    Stream<ObjectMetadata> list(ListOptions options) {
        String prefix = store.keys().name(options.prefix());
        Optional<String> start = options.startAfter().map(key -> store.keys().name(key));
        long size = options.pageSize().orElse(GcsLimits.PAGE_NAMES);
        return Pages.stream((Optional<Objects> last) -> {
            if (last.isPresent() && last.get().getNextPageToken() == null) {
                return Optional.empty();
            }
            var page = page(prefix, start, last, Math.min(size, GcsLimits.PAGE_NAMES), GcsMetadata.FIELDS);
            return Optional.of(new Pages.Page<>(page, entries(page, options)));
        });
    }

    /// Every resource whose name begins with `prefix`, in order, with these fields.
    @MustBeClosed
    Stream<StorageObject> all(String prefix, String fields) {
        return Pages.stream((Optional<Objects> last) -> {
            if (last.isPresent() && last.get().getNextPageToken() == null) {
                return Optional.empty();
            }
            var page = page(prefix, Optional.empty(), last, GcsLimits.PAGE_NAMES, fields);
            return Optional.of(new Pages.Page<>(page, items(page)));
        });
    }

    private Objects page(String prefix, Optional<String> start, Optional<Objects> last, long size, String fields) {
        @Nullable String token = last.map(Objects::getNextPageToken).orElse(null);
        var page = store.call(bearer -> bearer.on(store.api().objects().list(store.bucket()))
                .setPrefix(prefix)
                .setStartOffset(start.orElse(null))
                .setPageToken(token)
                .setMaxResults(size)
                .setFields("kind,nextPageToken,items(" + fields + ")")
                .execute());
        // Any JSON reads as a listing in which there is nothing, that of another service too.
        if (!"storage#objects".equals(page.getKind())) {
            throw new StoreFailure(
                    store.id(), Optional.empty(), "what " + store.server() + " answers is no listing", null);
        }
        if (token != null && token.equals(page.getNextPageToken())) {
            throw new StoreFailure(store.id(), Optional.empty(), "the listing breaks off in the middle", null);
        }
        return page;
    }

    private static List<StorageObject> items(Objects page) {
        return page.getItems() == null ? List.of() : page.getItems();
    }

    private List<ObjectMetadata> entries(Objects page, ListOptions options) {
        var entries = new ArrayList<ObjectMetadata>(items(page).size());
        for (var object : items(page)) {
            if (store.keys().isReserved(object.getName())) {
                continue;
            }
            var key = store.keys().key(object.getName());
            if (key.isEmpty()) {
                options.onSkipped().accept(skipped(object));
            } else if (!key.equals(options.startAfter())) {
                entries.add(GcsMetadata.of(store.id(), key.get(), object));
            }
        }
        return entries;
    }

    private SkippedEntry skipped(StorageObject object) {
        String name = store.keys().withoutBase(object.getName());
        boolean empty = object.getSize() != null && object.getSize().signum() == 0;
        boolean marker = name.endsWith("/") && empty && !name.contains("//") && !name.startsWith("/");
        return new SkippedEntry(name, marker ? Reason.FOLDER_MARKER : Reason.UNNAMEABLE);
    }
}
