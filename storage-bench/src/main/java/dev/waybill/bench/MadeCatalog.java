package dev.waybill.bench;

import dev.waybill.adapter.sqlite.SqliteCatalogStore;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StoreId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

/// Syncs a made-up repository into a catalog, with no store to wait for: a program of its own, so that what it takes
/// can be told from what the benchmark takes.
///
/// Arguments: the folder of catalogs, the root of the folder that the repository is said to lie in, how many artifacts
/// it has. Prints how many seconds the first sync took, and how many the next, which finds nothing new.
public final class MadeCatalog {
    private MadeCatalog() {}

    /// Syncs twice.
    public static void main(String[] arguments) throws InterruptedException {
        var catalogs = new SqliteCatalogStore(Path.of(arguments[0]), System.err::println);
        var repository = new MadeRepository(Integer.parseInt(arguments[2]));
        var store = new MadeStore(new StoreId("file", arguments[1]), repository);
        var sync = new MetadataSync(store, KeyPrefix.ALL, catalogs, Clock.systemUTC());
        double first = seconds(sync, repository.documents(), repository);
        double second = seconds(sync, 0, repository);
        System.out.printf(Locale.ROOT, "%.1f %.1f%n", first, second);
    }

    private static double seconds(MetadataSync sync, long fetched, MadeRepository repository)
            throws InterruptedException {
        long began = System.nanoTime();
        var report = sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
        if (report.listed() != repository.documents() || report.fetched() != fetched) {
            throw new IllegalStateException("of " + repository.documents() + " documents " + report.listed()
                    + " were listed and " + report.fetched() + " fetched, not " + fetched);
        }
        return (System.nanoTime() - began) / 1e9;
    }
}
