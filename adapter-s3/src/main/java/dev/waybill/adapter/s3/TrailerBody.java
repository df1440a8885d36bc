package dev.waybill.adapter.s3;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.spi.SourceBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// A body framed as `aws-chunked` with its checksum as a trailer, unsigned ("Signature Calculations: Trailing
/// Headers", Amazon S3 API Reference): each chunk is its length in hexadecimal, CR LF, its bytes, CR LF; then
/// a chunk of no length and the trailer.
///
/// The bytes are read straight into the caller's buffer; only the frame is made here. One thread.
final class TrailerBody extends InputStream {
    /// MinIO takes no chunk above 16 MiB; AWS none but the last below 8 KiB.
    private static final int CHUNK_BYTES = 1 << 20;

    private final SourceBody body;
    private final ChecksumAlgorithm algorithm;
    private byte[] frame = new byte[0];
    private int framePosition;
    private long chunkLeft;
    private long bodyLeft;
    private boolean opened;
    private boolean finished;

    /// @param body of `length` bytes, hashing in `algorithm`
    TrailerBody(SourceBody body, long length, ChecksumAlgorithm algorithm) {
        this.body = body;
        this.bodyLeft = length;
        this.algorithm = algorithm;
    }

    /// How many bytes the framed body has.
    static long framedLength(long length, ChecksumAlgorithm algorithm) {
        long whole = length / CHUNK_BYTES;
        long rest = length % CHUNK_BYTES;
        int digits = 4 * ((algorithm.bytes() + 2) / 3);
        return whole * chunkLength(CHUNK_BYTES)
                + (rest == 0 ? 0 : chunkLength(rest))
                + "0\r\n".length()
                + S3Checksums.header(algorithm).length()
                + ":".length()
                + digits
                + "\r\n\r\n".length();
    }

    private static long chunkLength(long bytes) {
        return Long.toHexString(bytes).length() + "\r\n".length() + bytes + "\r\n".length();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (framePosition == frame.length && chunkLeft == 0 && !nextFrame()) {
            return -1;
        }
        if (framePosition < frame.length) {
            int got = Math.min(count, frame.length - framePosition);
            System.arraycopy(frame, framePosition, bytes, offset, got);
            framePosition += got;
            return got;
        }
        int got = body.read(bytes, offset, (int) Math.min(count, chunkLeft));
        if (got < 0) {
            throw new IOException("the body ended early");
        }
        chunkLeft -= got;
        bodyLeft -= got;
        return got;
    }

    private boolean nextFrame() throws IOException {
        if (finished) {
            return false;
        }
        String end = opened ? "\r\n" : "";
        if (bodyLeft > 0) {
            opened = true;
            chunkLeft = Math.min(bodyLeft, CHUNK_BYTES);
            frame(end + Long.toHexString(chunkLeft) + "\r\n");
        } else {
            finished = true;
            if (body.read(new byte[1], 0, 1) >= 0) {
                throw new IOException("the body goes on");
            }
            String checksum = body.checksum(algorithm).toBase64();
            frame(end + "0\r\n" + S3Checksums.header(algorithm) + ":" + checksum + "\r\n\r\n");
        }
        return true;
    }

    private void frame(String text) {
        frame = text.getBytes(StandardCharsets.US_ASCII);
        framePosition = 0;
    }
}
