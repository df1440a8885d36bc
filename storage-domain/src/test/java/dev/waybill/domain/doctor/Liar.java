package dev.waybill.domain.doctor;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UserMetadata;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A store that says it can everything, and does one thing otherwise than it says.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller
final class Liar extends ForwardingAdapter {
    enum Lie {
        PUT_ACCEPTS_ANY_CONDITION,
        DELETE_ACCEPTS_ANY_CONDITION,
        COPY_ACCEPTS_ANY_CONDITION,
        COMPLETE_ACCEPTS_ANY_CONDITION,
        LISTS_BY_UTF16,
        STARTS_WITH_START_AFTER,
        FORGETS_USER_METADATA,
        FORGETS_TIMES,
        IGNORES_CHECKSUMS,
        LISTS_ONE_PAGE,
        KEEPS_WHAT_IS_DELETED,
        FOLDS_CASE
    }

    private final Lie lie;

    Liar(IObjectStorageAdapter honest, Lie lie) {
        super(honest);
        this.lie = lie;
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        return super.put(lie == Lie.FOLDS_CASE ? folded(key) : key, source, changed(options));
    }

    @Override
    public ObjectContent get(ObjectKey key, GetOptions options) {
        return super.get(lie == Lie.FOLDS_CASE ? folded(key) : key, options);
    }

    private static ObjectKey folded(ObjectKey key) {
        return ObjectKey.of(key.value().replace("/Case", "/case"));
    }

    private PutOptions changed(PutOptions options) {
        return switch (lie) {
            case PUT_ACCEPTS_ANY_CONDITION -> options.withPrecondition(Precondition.NONE);
            case FORGETS_USER_METADATA -> options.withUserMetadata(UserMetadata.EMPTY);
            case FORGETS_TIMES, IGNORES_CHECKSUMS ->
                new PutOptions(
                        options.precondition(),
                        options.contentType(),
                        options.userMetadata(),
                        lie == Lie.FORGETS_TIMES ? Optional.empty() : options.contentModified(),
                        lie == Lie.IGNORES_CHECKSUMS ? Optional.empty() : options.checksum(),
                        options.writeId());
            default -> options;
        };
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        if (lie != Lie.KEEPS_WHAT_IS_DELETED) {
            super.delete(key, lie == Lie.DELETE_ACCEPTS_ANY_CONDITION ? DeleteOptions.ANY : options);
        }
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        return super.copy(
                from,
                to,
                lie == Lie.COPY_ACCEPTS_ANY_CONDITION ? options.withPrecondition(Precondition.NONE) : options);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        var options = lie == Lie.COMPLETE_ACCEPTS_ANY_CONDITION
                ? request.options().withPrecondition(Precondition.NONE)
                : request.options();
        return super.openUpload(
                new UploadRequest(request.key(), options, request.partBytes(), request.checksum(), request.resume()));
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        Stream<ObjectMetadata> listing = super.list(options);
        return switch (lie) {
            case LISTS_BY_UTF16 ->
                listing.sorted(Comparator.comparing(object -> object.key().value()));
            case STARTS_WITH_START_AFTER ->
                options.startAfter().isEmpty()
                        ? listing
                        : Stream.concat(super.stat(options.startAfter().get()).stream(), listing);
            case LISTS_ONE_PAGE ->
                options.pageSize().isPresent()
                        ? listing.limit(options.pageSize().getAsInt())
                        : listing;
            default -> listing;
        };
    }

    @Override
    public String toString() {
        return lie.name().toLowerCase(Locale.ROOT);
    }
}
