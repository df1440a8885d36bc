package dev.waybill.adapter.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.SkippedEntry.Reason;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.spi.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Lists objects, page by page.
final class S3Listing {
    private final S3Store store;

    S3Listing(S3Store store) {
        this.store = store;
    }

    @MustBeClosed
    Stream<ObjectMetadata> list(ListOptions options) {
        if (options.startAfter().isPresent() && !store.profile().keyOrder()) {
            throw new NotSupported(
                    store.id(), options.startAfter(), "listing from the middle, since it lists in no order");
        }
        return Pages.stream((Optional<ListObjectsV2Response> last) -> {
            if (last.isPresent() && !Boolean.TRUE.equals(last.get().isTruncated())) {
                return Optional.empty();
            }
            var page = store.call(() -> store.client().listObjectsV2(request(options, last)));
            store.requireListing(page.isTruncated());
            return Optional.of(new Pages.Page<>(page, entries(page, options)));
        });
    }

    private ListObjectsV2Request request(ListOptions options, Optional<ListObjectsV2Response> last) {
        var request = ListObjectsV2Request.builder()
                .bucket(store.bucket())
                .prefix(store.keys().name(options.prefix()))
                .encodingType("url");
        options.pageSize().ifPresent(size -> request.maxKeys(Math.min(size, S3Limits.PAGE_KEYS)));
        if (last.isEmpty()) {
            options.startAfter()
                    .ifPresent(key -> request.startAfter(store.keys().name(key)));
            return request.build();
        }
        @Nullable String token = last.get().nextContinuationToken();
        if (token == null || token.equals(last.get().continuationToken())) {
            throw new StoreFailure(store.id(), Optional.empty(), "the listing breaks off in the middle", null);
        }
        return request.continuationToken(token).build();
    }

    private List<ObjectMetadata> entries(ListObjectsV2Response page, ListOptions options) {
        var entries = new ArrayList<ObjectMetadata>(page.contents().size());
        for (var object : page.contents()) {
            var key = store.keys().key(object.key());
            if (key.isPresent()) {
                entries.add(new ObjectMetadata(
                        key.get(),
                        object.size(),
                        object.lastModified(),
                        Optional.of(store.etag(key.get(), object.eTag())),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
            } else {
                options.onSkipped().accept(skipped(object));
            }
        }
        return entries;
    }

    private SkippedEntry skipped(S3Object object) {
        String name = store.keys().withoutBase(object.key());
        boolean marker = name.endsWith("/") && object.size() == 0 && !name.contains("//") && !name.startsWith("/");
        return new SkippedEntry(name, marker ? Reason.FOLDER_MARKER : Reason.UNNAMEABLE);
    }
}
