package dev.waybill.adapter.sqlite;

import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A catalog of a scene's repository that is made from nothing.
final class CatalogFolder implements AutoCloseable {
    private final CatalogScene scene;
    private final Path folder;

    CatalogFolder(CatalogScene scene) {
        this.scene = scene;
        try {
            folder = Files.createTempDirectory(scene.folder, "fresh");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Everything that it says after its one sync.
    List<String> said() throws InterruptedException {
        var catalogs = new SqliteCatalogStore(folder, warning -> {});
        var sync = new MetadataSync(scene.plain, scene.root, catalogs, scene.clock);
        sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
        try (CatalogBrowser browser = CatalogBrowser.open(catalogs, sync.id())) {
            return CatalogScene.said(browser);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
