package dev.waybill.cli.run;

import dev.waybill.adapter.azure.AzureAdapterProvider;
import dev.waybill.adapter.fs.FsAdapterProvider;
import dev.waybill.adapter.gcs.GcsAdapterProvider;
import dev.waybill.adapter.naas.NaasAdapterProvider;
import dev.waybill.adapter.s3.S3AdapterProvider;
import dev.waybill.adapter.sftp.SftpAdapterProvider;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.port.spi.AdapterProvider;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// The kinds of stores that the command knows.
final class Stores {
    /// What the launcher says of the class path that it starts Java with: what was packaged, and nothing else.
    private static final String PACKAGED = "waybill.packaged";

    private Stores() {}

    /// A factory of all kinds of stores: of those that come with the command where nothing else can lie on the class
    /// path, else of all that are found there, in jars that others wrote too.
    static ObjectStorageFactory factory(Clock clock, StackOptions options, Map<String, String> environment) {
        return Boolean.getBoolean(PACKAGED)
                ? new ObjectStorageFactory(clock, options, packaged(), environment)
                : ObjectStorageFactory.ofInstalled(clock, options, environment);
    }

    /// Those that come with the command, by scheme. Reading `META-INF/services` of all jars would find the same.
    static List<AdapterProvider> packaged() {
        return List.of(
                new AzureAdapterProvider(),
                new FsAdapterProvider(),
                new GcsAdapterProvider(),
                new NaasAdapterProvider(),
                new S3AdapterProvider(),
                new SftpAdapterProvider());
    }
}
