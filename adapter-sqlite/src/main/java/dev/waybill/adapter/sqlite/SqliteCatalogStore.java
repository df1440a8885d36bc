package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogReader;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.catalog.CatalogWriter;
import dev.waybill.domain.catalog.KeptCatalog;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Keeps each catalog in an SQLite file of its own, in one folder. Any number of threads and processes may use it; one
/// at a time writes a catalog, and nobody who reads waits for that.
///
/// The files hold what the small documents of repositories say: names, tags, metadata, lists of files; no contents and
/// no credential. Losing one costs the time of the next sync.
public final class SqliteCatalogStore implements CatalogStore {
    private static final String SUFFIX = ".db";
    private static final int NAME_BYTES = 12;

    private final Path folder;
    private final Consumer<String> onWarning;

    /// @param folder where the files are; made when the first catalog is
    /// @param onWarning told, in words for people, when a damaged file was moved aside and is begun anew
    public SqliteCatalogStore(Path folder, Consumer<String> onWarning) {
        this.folder = folder;
        this.onWarning = onWarning;
    }

    private StateFile file(CatalogId id) {
        String name = name(id.store() + "\n" + id.root()) + SUFFIX;
        return new StateFile(folder.resolve(name), StateKind.CATALOG, onWarning);
    }

    private static String name(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The writer closes the connection, or it is closed where there is none.
    public CatalogWriter openWriter(CatalogId id) {
        StateFile file = file(id);
        return new SqliteCatalogWriter(file, file.open(), id);
    }

    @Override
    public Optional<CatalogReader> openReader(CatalogId id) {
        try (KeptCatalog once = keep(id)) {
            return once.read();
        }
    }

    @Override
    @MustBeClosed
    public KeptCatalog keep(CatalogId id) {
        return new SqliteKeptCatalog(file(id));
    }

    @Override
    public List<CatalogId> ids() {
        var ids = new ArrayList<CatalogId>();
        for (Path each : files()) {
            StateFile file = new StateFile(each, StateKind.CATALOG, onWarning);
            file.openUnchecked().ifPresent(connection -> ids.addAll(id(file, connection)));
        }
        ids.sort(Comparator.comparing(CatalogId::toString));
        return List.copyOf(ids);
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.toString().endsWith(SUFFIX)).toList();
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable("the catalogs in " + folder + " cannot be listed: " + e, e);
        }
    }

    private static List<CatalogId> id(StateFile file, Connection connection) {
        try (var sql = new CatalogSql(connection)) {
            return sql.all(
                    "SELECT scheme, location, root FROM catalog",
                    row -> new CatalogId(
                            new StoreId(row.getString(1), row.getString(2)), KeyPrefix.of(row.getString(3))));
        } catch (SQLException e) {
            throw file.damaged(e);
        }
    }
}
