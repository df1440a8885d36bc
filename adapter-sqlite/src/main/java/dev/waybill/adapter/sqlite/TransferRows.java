package dev.waybill.adapter.sqlite;

import dev.waybill.domain.transfer.LostUpload;
import dev.waybill.domain.transfer.MovedPart;
import dev.waybill.domain.transfer.TransferRoute;
import dev.waybill.domain.transfer.UnfinishedTransfer;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.WriteId;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The rows of the transfers that are not over: how an entry of the journal becomes one, and one an entry.
final class TransferRows {
    private static final String ON_ROUTE = "WHERE source = ? AND source_key = ? AND target = ? AND target_key = ?";

    private static final String SELECT = """
            SELECT id, source, source_key, target, target_key, fingerprint, size, part_bytes, checksum, write_id,
                begun_seconds, begun_nanos, upload
            FROM transfer
            """;

    static final String SELECT_ROUTE = SELECT + ON_ROUTE;
    static final String SELECT_TARGET = SELECT + "WHERE target = ? ORDER BY target_key";
    static final String DELETE = "DELETE FROM transfer " + ON_ROUTE;
    static final String OPENED = "UPDATE transfer SET upload = ? " + ON_ROUTE;

    static final String INSERT = """
            INSERT INTO transfer (source, source_key, target, target_key, fingerprint, size, part_bytes, checksum,
                write_id, begun_seconds, begun_nanos, upload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    static final String SELECT_PARTS =
            "SELECT number, size, etag, checksum, hashed FROM transfer_part WHERE transfer = ? ORDER BY number";

    static final String INSERT_PART = """
            INSERT OR REPLACE INTO transfer_part (transfer, number, size, etag, checksum, hashed)
            SELECT id, ?, ?, ?, ?, ? FROM transfer
            """ + ON_ROUTE;

    static final String INSERT_LOST = """
            INSERT OR REPLACE INTO lost_upload (target, key, from_seconds, from_nanos, until_seconds, until_nanos)
            SELECT target, target_key, begun_seconds, begun_nanos, ?, ? FROM transfer
            """ + ON_ROUTE;

    static final String SELECT_LOST = """
            SELECT key, from_seconds, from_nanos, until_seconds, until_nanos FROM lost_upload WHERE target = ?
            ORDER BY key
            """;

    static final String DELETE_LOST =
            "DELETE FROM lost_upload WHERE target = ? AND key = ? AND from_seconds = ? AND from_nanos = ?";

    private TransferRows() {}

    /// Sets the four parameters of a route, from the one at `at` on.
    static void bind(PreparedStatement statement, int at, TransferRoute route) throws SQLException {
        statement.setString(at, route.source().toString());
        statement.setBytes(at + 1, SyncedRows.bytes(route.from().value()));
        statement.setString(at + 2, route.target().toString());
        statement.setBytes(at + 3, SyncedRows.bytes(route.to().value()));
    }

    static void bind(PreparedStatement insert, UnfinishedTransfer transfer) throws SQLException {
        bind(insert, 1, transfer.route());
        insert.setString(5, transfer.fingerprint());
        insert.setLong(6, transfer.size());
        insert.setLong(7, transfer.partBytes());
        insert.setString(8, transfer.checksum().map(Enum::name).orElse(null));
        insert.setString(9, transfer.writeId().map(WriteId::value).orElse(null));
        SyncedRows.bind(insert, 10, transfer.begun());
        insert.setString(12, transfer.upload().map(UploadId::value).orElse(null));
    }

    static void bind(PreparedStatement insert, MovedPart moved) throws SQLException {
        UploadedPart part = moved.part();
        insert.setInt(1, part.number());
        insert.setLong(2, part.size());
        insert.setString(3, part.etag().value());
        insert.setString(4, part.checksum().map(Checksum::toString).orElse(null));
        insert.setString(5, moved.hashed().stream().map(Checksum::toString).collect(Collectors.joining(" ")));
    }

    static UnfinishedTransfer read(ResultSet row, List<MovedPart> parts) throws SQLException {
        return new UnfinishedTransfer(
                new TransferRoute(store(row.getString(2)), key(row, 3), store(row.getString(4)), key(row, 5)),
                row.getString(6),
                row.getLong(7),
                row.getLong(8),
                Optional.ofNullable(row.getString(9)).map(ChecksumAlgorithm::valueOf),
                Optional.ofNullable(row.getString(10)).map(WriteId::new),
                SyncedRows.time(row, 11),
                Optional.ofNullable(row.getString(13)).map(UploadId::new),
                parts);
    }

    static MovedPart readPart(ResultSet row) throws SQLException {
        var part = new UploadedPart(
                row.getInt(1),
                row.getLong(2),
                new Etag(row.getString(3)),
                Optional.ofNullable(row.getString(4)).map(SyncedRows::checksum));
        List<Checksum> hashed = Arrays.stream(row.getString(5).split(" "))
                .filter(text -> !text.isEmpty())
                .map(SyncedRows::checksum)
                .toList();
        return new MovedPart(part, hashed);
    }

    static LostUpload readLost(ResultSet row, StoreId target) throws SQLException {
        return new LostUpload(target, key(row, 1), SyncedRows.time(row, 2), SyncedRows.time(row, 4));
    }

    private static ObjectKey key(ResultSet row, int at) throws SQLException {
        return new ObjectKey(new String(row.getBytes(at), StandardCharsets.UTF_8));
    }

    private static StoreId store(String text) {
        int colon = text.indexOf("://");
        return new StoreId(text.substring(0, colon), text.substring(colon + "://".length()));
    }
}
