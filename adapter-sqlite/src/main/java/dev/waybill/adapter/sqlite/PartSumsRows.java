package dev.waybill.adapter.sqlite;

import dev.waybill.domain.transfer.PartSums;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import java.io.ByteArrayOutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The rows of `part_sums`: the checksums of all parts of one version, one behind the other.
final class PartSumsRows {
    /// Takes the store and the key.
    static final String SELECT =
            "SELECT version, size, part_bytes, algorithm, sums FROM part_sums WHERE store = ? AND key = ?";

    static final String INSERT = """
            INSERT OR REPLACE INTO part_sums (store, key, version, size, part_bytes, algorithm, sums)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;

    private PartSumsRows() {}

    static void bind(PreparedStatement insert, PartSums kept) throws SQLException {
        var bytes = new ByteArrayOutputStream();
        kept.sums().forEach(sum -> bytes.writeBytes(HexFormat.of().parseHex(sum.hex())));
        insert.setString(1, kept.store().toString());
        insert.setBytes(2, SyncedRows.bytes(kept.key().value()));
        insert.setString(3, kept.version().value());
        insert.setLong(4, kept.size());
        insert.setLong(5, kept.partBytes());
        insert.setString(6, kept.algorithm().name());
        insert.setBytes(7, bytes.toByteArray());
    }

    static PartSums read(ResultSet row, StoreId store, ObjectKey key) throws SQLException {
        var algorithm = ChecksumAlgorithm.valueOf(row.getString(4));
        return new PartSums(
                store,
                key,
                new Etag(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                sums(algorithm, row.getBytes(5)));
    }

    private static List<Checksum> sums(ChecksumAlgorithm algorithm, byte[] bytes) {
        var sums = new ArrayList<Checksum>();
        for (int at = 0; at + algorithm.bytes() <= bytes.length; at += algorithm.bytes()) {
            sums.add(Checksum.of(algorithm, Arrays.copyOfRange(bytes, at, at + algorithm.bytes())));
        }
        return sums;
    }
}
