package dev.waybill.adapter.azure;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.CorruptContent;
import java.util.Optional;

/// Sends one body, verified on the way by the CRC-64 that the service offers, which is CRC-64/NVME.
///
/// Small bodies are read first: their checksum then fits a header, and a source that fails costs no request.
/// Of larger ones the service says what arrived, and that is held against what was sent.
final class AzureSender {
    /// Up to this, bodies are read whole before they are sent.
    static final int BUFFERED_BYTES = 1 << 20;

    private final AzureStore store;

    AzureSender(AzureStore store) {
        this.store = store;
    }

    /// A body on its way into a request.
    interface Body {
        /// `request` with this body in it.
        AzureRequest on(AzureRequest request);

        /// These bytes, which the service verifies.
        static Body of(byte[] bytes) {
            var checksum = ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, bytes);
            return request -> request.body(bytes).header(AzureRequest.CRC64, AzureBlock.toHeader(checksum));
        }
    }

    /// One request with a body.
    interface Request {
        /// Sends `body`.
        AzureAnswer send(Body body);
    }

    /// What came of a body.
    ///
    /// @param answer the service's
    /// @param checksum the CRC-64 of what was sent
    /// @param mismatch what the caller is told, once it has undone it, where something else arrived
    record Sent(AzureAnswer answer, Checksum checksum, Optional<CorruptContent> mismatch) {}

    /// Sends all of `source`, which has `length` bytes or fails.
    ///
    /// @param expected what the bytes must hash to
    Sent send(ObjectKey key, ObjectSource source, long length, Optional<Checksum> expected, Request request) {
        try (var body = new AzureSourceBody(store.id(), key, source, length, expected)) {
            AzureAnswer answer;
            try {
                answer = request.send(http -> http.body(body));
            } catch (StorageException e) {
                throw body.failure().orElse(e);
            }
            return sent(key, answer, body.checksum());
        }
    }

    private Sent sent(ObjectKey key, AzureAnswer answer, Checksum checksum) {
        var mismatch = answer.header(AzureRequest.CRC64)
                .filter(arrived -> !arrived.equals(AzureBlock.toHeader(checksum)))
                .map(arrived -> new CorruptContent(
                        store.id(),
                        key,
                        "sent was " + checksum + ", what arrived has the CRC-64 " + arrived + " (Base64)",
                        null));
        return new Sent(answer, checksum, mismatch);
    }
}
