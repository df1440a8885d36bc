import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.name.Named;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.ObjectStorageModule;
import dev.waybill.domain.factory.OpenStores;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.service.IObjectStorageDomain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/// Keeps reports, and a copy of each in a second store. Where the two are, `waybill.yaml` says.
public final class ReportArchive {
    private final IObjectStorageDomain reports;
    private final IObjectStorageDomain backup;

    @Inject
    ReportArchive(IObjectStorageDomain reports, @Named("backup") IObjectStorageDomain backup) {
        this.reports = reports;
        this.backup = backup;
    }

    void keep(String name, String text) {
        reports.putObject("reports/2026", name, text.getBytes(StandardCharsets.UTF_8));
        backup.putObject("reports/2026", name, reports.getObject("reports/2026", name));
    }

    String read(String name) {
        return new String(backup.getObject("reports/2026", name), StandardCharsets.UTF_8);
    }

    public static void main(String... arguments) {
        var factory = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT);
        var configuration = new ConfigurationReader(factory.providers(), System.getenv()).read(Path.of(""));
        Injector injector = Guice.createInjector(new ObjectStorageModule(factory, configuration));
        try (var stores = injector.getInstance(OpenStores.class)) {
            var archive = injector.getInstance(ReportArchive.class);
            archive.keep("may.txt", "42 parcels");
            System.out.println(archive.read("may.txt") + ", kept in " + configuration.remote());
        }
    }
}
