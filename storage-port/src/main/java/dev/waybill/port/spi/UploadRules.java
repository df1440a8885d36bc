package dev.waybill.port.spi;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException.UploadPartsRejected;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import java.util.List;
import java.util.Optional;

/// What holds of an upload in parts in every store, checked before anything is sent.
public final class UploadRules {
    private UploadRules() {}

    /// Makes sure that the length of the parts is within the store's bounds.
    ///
    /// @throws IllegalArgumentException if it is not
    public static void requirePartBytes(UploadRequest request, UploadLimits limits) {
        if (request.partBytes() < limits.minPartBytes() || request.partBytes() > limits.maxPartBytes()) {
            throw new IllegalArgumentException("partBytes of " + request.key() + " must be " + limits.minPartBytes()
                    + " to " + limits.maxPartBytes() + ": " + request.partBytes());
        }
    }

    /// Makes sure that a part has a number and a declared length within the bounds.
    ///
    /// @return its length
    /// @throws IllegalArgumentException if it has not
    public static long requirePart(UploadRequest request, UploadLimits limits, int number, ObjectSource source) {
        requireNumber(request, limits, number);
        long length = source.length()
                .orElseThrow(() -> new IllegalArgumentException(
                        "part " + number + " of " + request.key() + " must have a declared length"));
        requireLength(request, number, length);
        return length;
    }

    /// Makes sure that a part that is a range of an object has a number and a length within the bounds.
    ///
    /// @throws IllegalArgumentException if it has not
    public static void requireCopy(UploadRequest request, UploadLimits limits, int number, ByteRange.Span range) {
        requireNumber(request, limits, number);
        requireLength(request, number, range.length());
        if (range.length() < 1) {
            throw new IllegalArgumentException(
                    "part " + number + " of " + request.key() + " must be copied from 1 byte or more: " + range);
        }
    }

    private static void requireNumber(UploadRequest request, UploadLimits limits, int number) {
        if (number < 1 || number > limits.maxParts()) {
            throw new IllegalArgumentException(
                    "the number of a part of " + request.key() + " must be 1 to " + limits.maxParts() + ": " + number);
        }
    }

    private static void requireLength(UploadRequest request, int number, long length) {
        if (length > request.partBytes()) {
            throw new IllegalArgumentException("part " + number + " of " + request.key() + " must have at most "
                    + request.partBytes() + " bytes: " + length);
        }
    }

    /// Makes sure that the checksum of the whole is in the algorithm of its request.
    ///
    /// @throws IllegalArgumentException if it is not
    public static void requireWhole(UploadRequest request, Optional<Checksum> whole) {
        if (!whole.map(Checksum::algorithm).equals(request.checksum())) {
            throw new IllegalArgumentException(
                    "the checksum of " + request.key() + " must be in the algorithm of its request ("
                            + request.checksum().map(Enum::name).orElse("none") + "): "
                            + whole.map(Checksum::toString).orElse("none"));
        }
    }

    /// Makes sure that the parts are all, in order and of the lengths that their places ask for.
    ///
    /// @throws UploadPartsRejected if they are not
    public static void requireOrder(StoreId store, UploadRequest request, List<UploadedPart> parts) {
        if (parts.isEmpty()) {
            throw new UploadPartsRejected(store, request.key(), "it has no part", null);
        }
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (part.number() != i + 1) {
                throw new UploadPartsRejected(
                        store,
                        request.key(),
                        "part " + (i + 1) + " is missing, part " + part.number() + " is there",
                        null);
            }
            boolean last = i == parts.size() - 1;
            if (last ? part.size() > request.partBytes() : part.size() != request.partBytes()) {
                throw new UploadPartsRejected(
                        store,
                        request.key(),
                        "part " + part.number() + " has " + part.size() + " bytes and not " + request.partBytes(),
                        null);
            }
        }
    }

    /// The checksum of the whole by those of its parts, if all are known.
    public static Optional<Checksum> combine(List<UploadedPart> parts) {
        Optional<Checksum> whole = parts.get(0).checksum();
        for (var part : parts.subList(1, parts.size())) {
            if (whole.isEmpty() || part.checksum().isEmpty()) {
                return Optional.empty();
            }
            whole = Optional.of(
                    ContentHasher.combine(whole.get(), part.checksum().get(), part.size()));
        }
        return whole.filter(checksum -> ContentHasher.isCombinable(checksum.algorithm()));
    }
}
