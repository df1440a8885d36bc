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
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

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
        return Pages.stream((Optional<S3ListingPage> last) -> {
            if (last.isPresent() && !Boolean.TRUE.equals(last.get().truncated())) {
                return Optional.empty();
            }
            var page = store.call(() -> S3ListingAnswers.ask(store.client(), request(options, last)));
            store.requireListing(page.truncated());
            return Optional.of(new Pages.Page<>(page, entries(page, options)));
        });
    }

    private ListObjectsV2Request.Builder request(ListOptions options, Optional<S3ListingPage> last) {
        var request = ListObjectsV2Request.builder()
                .bucket(store.bucket())
                .prefix(store.keys().name(options.prefix()))
                .encodingType("url");
        options.pageSize().ifPresent(size -> request.maxKeys(Math.min(size, S3Limits.PAGE_KEYS)));
        if (last.isEmpty()) {
            options.startAfter()
                    .ifPresent(key -> request.startAfter(store.keys().name(key)));
            return request;
        }
        Optional<String> token = last.get().next();
        if (token.isEmpty() || token.equals(last.get().token())) {
            throw new StoreFailure(store.id(), Optional.empty(), "the listing breaks off in the middle", null);
        }
        return request.continuationToken(token.get());
    }

    private List<ObjectMetadata> entries(S3ListingPage page, ListOptions options) {
        var entries = new ArrayList<ObjectMetadata>(page.objects().size());
        for (var object : page.objects()) {
            var key = store.keys().key(object.name());
            if (key.isPresent()) {
                entries.add(new ObjectMetadata(
                        key.get(),
                        object.size(),
                        object.modified(),
                        Optional.of(store.headers().etag(key.get(), object.etag())),
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

    private SkippedEntry skipped(S3ListingPage.Entry object) {
        String name = store.keys().withoutBase(object.name());
        boolean marker = name.endsWith("/") && object.size() == 0 && !name.contains("//") && !name.startsWith("/");
        return new SkippedEntry(name, marker ? Reason.FOLDER_MARKER : Reason.UNNAMEABLE);
    }
}
