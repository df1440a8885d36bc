package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.listing.SplitListing;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.WireFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A flat prefix of many pages in a bucket of S3 that is far away. A client opens a connection only where all it has
/// are
/// in use: the number of connections tells how many requests were under way at once.
class LongListingTest {
    private static final int OBJECTS = 8_000;

    @TempDir
    private Path folder;

    /// What was listed, and over how many connections.
    private record Listed(List<String> keys, long connections) {}

    @FunctionalInterface
    private interface Lister {
        Stream<ObjectMetadata> open(IObjectStorageAdapter store, ListOptions options);
    }

    private Listed listFarAway(Project project, Lister lister) throws IOException {
        var factory = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT);
        int port = project.server().endpoint().getPort();
        project.withS3();
        String settings = Files.readString(project.path("waybill.yaml"));
        try (var proxy = FaultProxy.to("127.0.0.1", port)) {
            proxy.onEvery(new WireFault.Latency(WireFault.Direction.DOWN, Duration.ofMillis(50)));
            project.file("waybill.yaml", settings.replace(":" + port, ":" + proxy.port()));
            var reader =
                    new ConfigurationReader(factory.providers(), Map.of("KEY", "someone", "SECRET", Project.SECRET));
            try (IObjectStorageAdapter store = factory.openStore(reader.read(folder), "s3");
                    Stream<ObjectMetadata> objects = lister.open(store, ListOptions.of(KeyPrefix.ALL))) {
                List<String> keys = objects.map(object -> object.key().value()).toList();
                return new Listed(keys, proxy.statistics().accepted());
            }
        }
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void a_long_listing_is_asked_for_in_many_places_at_once_and_comes_in_order() throws IOException {
        try (var project = new Project(folder)) {
            IntStream.range(0, OBJECTS)
                    .forEach(i -> project.server().put("bucket", "data/img-%06d.jpg".formatted(i), new byte[1]));

            Listed plain = listFarAway(project, IObjectStorageAdapter::list);
            Listed split = listFarAway(project, SplitListing::open);

            assertThat(plain.keys()).hasSize(OBJECTS).isSorted();
            assertThat(split.keys()).isEqualTo(plain.keys());
            assertThat(plain.connections()).isLessThanOrEqualTo(2);
            assertThat(split.connections()).isGreaterThanOrEqualTo(6);
        }
    }
}
