package dev.waybill.adapter.naas;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.config.RemoteReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.layer.RetryOptions;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfiguredStore;
import dev.waybill.testkit.naas.NaasWireServer;
import dev.waybill.testkit.s3.S3WireServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A workspace with one storage: the API that knows it, and the S3 server that it lies in.
final class Workspace implements AutoCloseable {
    static final String ID = "11111111-2222-3333-4444-555555555555";
    static final String API_KEY = "naas-key-that-stays-hidden";

    final S3WireServer s3;
    final NaasWireServer api;

    Workspace(Clock serverClock) {
        s3 = S3WireServer.start(serverClock);
        api = NaasWireServer.start(serverClock, s3);
        api.allow(API_KEY);
        api.keep(ID, "abi", "api-naas-storage");
    }

    Workspace() {
        this(Clock.systemUTC());
    }

    /// The settings of the storage, with these in place of the usual ones.
    Map<String, String> settings(Map<String, String> others) {
        var settings = new HashMap<>(Map.of(
                "workspace",
                ID,
                "storage",
                "abi",
                "apiKey",
                API_KEY,
                "apiUrl",
                api.endpoint().toString(),
                "endpoint",
                s3.endpoint().toString(),
                "profile",
                "aws",
                "pathStyle",
                "yes"));
        settings.putAll(others);
        return settings;
    }

    ConfiguredStore configure(Map<String, String> others) {
        return new RemoteReader(List.of(new NaasAdapterProvider()), Map.of())
                .ofSettings("test", "naas", settings(others), Path.of(""))
                .store();
    }

    /// The adapter alone.
    @MustBeClosed
    IObjectStorageAdapter open(Clock clock, Map<String, String> others) {
        return configure(others).open(new AdapterContext(clock, 64));
    }

    @MustBeClosed
    IObjectStorageAdapter open(Clock clock) {
        return open(clock, Map.of());
    }

    @MustBeClosed
    IObjectStorageAdapter open() {
        return open(Clock.systemUTC());
    }

    /// The adapter below the layers of the product, which try again soon.
    @MustBeClosed
    IObjectStorageAdapter openLayered(Clock clock) {
        var retries = new RetryOptions(6, Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(20));
        var options = StackOptions.DEFAULT.withRetries(retries);
        var providers = List.<AdapterProvider>of(new NaasAdapterProvider());
        var remote = new RemoteReader(providers, Map.of()).ofSettings("test", "naas", settings(Map.of()), Path.of(""));
        return new ObjectStorageFactory(clock, options, providers, Map.of()).openStore(remote);
    }

    /// What a store in a folder of a storage can do.
    ///
    /// @param more beyond what every S3 server can
    static Capabilities capabilities(String folder, Set<Capability> more, Set<ChecksumAlgorithm> uploadChecksums) {
        var flags = EnumSet.of(
                Capability.VERSION_TOKENS,
                Capability.KEY_ORDER,
                Capability.KEY_SEEK,
                Capability.ATOMIC_REPLACE,
                Capability.USER_METADATA,
                Capability.SERVER_SIDE_COPY,
                Capability.RESUMABLE_UPLOAD,
                Capability.PUT_IF_ABSENT);
        flags.addAll(more);
        return new Capabilities(
                flags,
                1024 - (ID + "/abi/" + folder + "/").length(),
                5L << 40,
                5L << 30,
                Optional.of(Duration.ofNanos(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                uploadChecksums,
                Optional.of(new UploadLimits(5L << 20, 5L << 30, 10_000)));
    }

    /// How often the API was asked.
    int asked() {
        return api.requests().size();
    }

    @Override
    public void close() {
        api.close();
        s3.close();
    }
}
