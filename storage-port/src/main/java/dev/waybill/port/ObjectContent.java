package dev.waybill.port;

import java.io.IOException;
import java.io.InputStream;

/// The open bytes of one version of an object, or of a part of it. Whoever opened it closes it.
///
/// One thread at a time. The stream gives exactly [#range] bytes or fails: a body cut short by the network
/// ends in an `IOException`, never in an early end. Where the store keeps a checksum of the whole object and
/// the whole is read, the bytes are checked against it; a mismatch is an `IOException` whose cause is
/// [StorageException.CorruptContent], thrown at the latest where the end would be read.
public final class ObjectContent implements AutoCloseable {
    private final ObjectMetadata metadata;
    private final ByteRange.Span range;
    private final InputStream stream;

    /// @param metadata of the version whose bytes these are
    /// @param range which bytes of it, cut at the object's end
    /// @param stream the bytes; closing it frees the connection, read to the end or not
    public ObjectContent(ObjectMetadata metadata, ByteRange.Span range, InputStream stream) {
        this.metadata = metadata;
        this.range = range;
        this.stream = stream;
    }

    /// Metadata of the version whose bytes these are; [ObjectMetadata#size] is that of the whole object.
    public ObjectMetadata metadata() {
        return metadata;
    }

    /// Which bytes these are.
    public ByteRange.Span range() {
        return range;
    }

    /// The bytes, to be read once.
    public InputStream stream() {
        return stream;
    }

    /// Frees what the stream holds. Closing before the end is no error and reads no further.
    @Override
    public void close() throws IOException {
        stream.close();
    }
}
