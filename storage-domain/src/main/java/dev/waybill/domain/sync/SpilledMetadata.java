package dev.waybill.domain.sync;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How metadata of a listing is kept in a temporary file: all that a sync asks of it, which leaves out user
/// metadata and write ids.
final class SpilledMetadata {
    private SpilledMetadata() {}

    static void write(ObjectMetadata metadata, DataOutputStream out) throws IOException {
        writeText(metadata.key().value(), out);
        out.writeLong(metadata.size());
        writeTime(metadata.modified(), out);
        out.writeBoolean(metadata.etag().isPresent());
        if (metadata.etag().isPresent()) {
            writeText(metadata.etag().get().value(), out);
        }
        out.writeBoolean(metadata.contentModified().isPresent());
        if (metadata.contentModified().isPresent()) {
            writeTime(metadata.contentModified().get(), out);
        }
        out.writeByte(metadata.checksums().size());
        for (Checksum checksum : metadata.checksums()) {
            out.writeUTF(checksum.algorithm().name());
            writeText(checksum.hex(), out);
        }
        out.writeBoolean(metadata.contentType().isPresent());
        if (metadata.contentType().isPresent()) {
            writeText(metadata.contentType().get(), out);
        }
    }

    static ObjectMetadata read(DataInputStream in) throws IOException {
        var key = new ObjectKey(readText(in));
        long size = in.readLong();
        Instant modified = readTime(in);
        Optional<Etag> etag = in.readBoolean() ? Optional.of(new Etag(readText(in))) : Optional.empty();
        Optional<Instant> contentModified = in.readBoolean() ? Optional.of(readTime(in)) : Optional.empty();
        List<Checksum> checksums = readChecksums(in);
        Optional<String> contentType = in.readBoolean() ? Optional.of(readText(in)) : Optional.empty();
        return new ObjectMetadata(
                key, size, modified, etag, contentModified, checksums, contentType, Optional.empty(), Optional.empty());
    }

    private static List<Checksum> readChecksums(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        var checksums = new ArrayList<Checksum>(count);
        for (int i = 0; i < count; i++) {
            checksums.add(new Checksum(ChecksumAlgorithm.valueOf(in.readUTF()), readText(in)));
        }
        return checksums;
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void writeTime(Instant time, DataOutputStream out) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant readTime(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
