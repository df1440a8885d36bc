package dev.waybill.adapter.naas;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/// The body of an answer as it arrives; what is longer than any answer is dropped, and noted. One thread writes it,
/// and another reads it once all is there.
final class NaasBody implements Consumer<Optional<byte[]>> {
    private static final int MAX_BYTES = 64 << 10;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    private boolean tooLong;

    @Override
    public void accept(Optional<byte[]> piece) {
        if (piece.isPresent()) {
            tooLong |= bytes.size() + piece.get().length > MAX_BYTES;
            if (!tooLong) {
                bytes.writeBytes(piece.get());
            }
        }
    }

    boolean isTooLong() {
        return tooLong;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
