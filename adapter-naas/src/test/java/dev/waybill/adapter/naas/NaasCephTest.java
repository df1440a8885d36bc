package dev.waybill.adapter.naas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.s3.S3AdapterProvider;
import dev.waybill.domain.config.RemoteReader;
import dev.waybill.port.Capabilities;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.ObjectStorageContract;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.naas.NaasWireServer;
import dev.waybill.testkit.s3.CephGateway;
import dev.waybill.testkit.s3.S3Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// The contract in front of a real Ceph, by credentials of its own STS that really end after two seconds, though the
/// API says that they hold for an hour. `scripts/test-ceph` starts it and names it: `WAYBILL_S3_ENDPOINT`,
/// `_ACCESS_KEY`, `_SECRET_KEY` and the role that temporary credentials are of, `WAYBILL_STS_ROLE`.
@EnabledIfEnvironmentVariable(named = "WAYBILL_STS_ROLE", matches = ".+", disabledReason = "no role of an STS is named")
final class NaasCephTest extends ObjectStorageContract {
    private static final Duration LIFETIME = Duration.ofSeconds(2);
    private static final long PATIENCE_SECONDS = 20;
    private static final String BUCKET = "waybill-" + UUID.randomUUID();

    private static final AtomicReference<S3Credentials> latest = new AtomicReference<>();
    private static NaasWireServer api;

    private String folder = "";

    @BeforeAll
    static void start() {
        api = NaasWireServer.start(new Ceph());
        api.allow(Workspace.API_KEY);
        api.keep(Workspace.ID, "abi", BUCKET);
    }

    /// Its STS.
    private static final class Ceph implements NaasWireServer.Issuer {
        private final CephGateway gateway = new CephGateway(
                URI.create(variable("S3_ENDPOINT")),
                S3Credentials.of(variable("S3_ACCESS_KEY"), variable("S3_SECRET_KEY")));

        @Override
        public S3Credentials issue(Duration lifetime, long uses) throws IOException {
            var issued = gateway.assumeRole(variable("STS_ROLE"), LIFETIME);
            latest.set(issued);
            return issued;
        }

        @Override
        public void createBucket(String name) {
            try {
                gateway.createBucket(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String variable(String name) {
        return Optional.ofNullable(System.getenv("WAYBILL_" + name)).orElseThrow();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openEmptyStore() {
        folder = UUID.randomUUID().toString();
        return openSecondClient();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecondClient() {
        var settings = Map.of(
                "workspace",
                Workspace.ID,
                "storage",
                "abi",
                "apiKey",
                Workspace.API_KEY,
                "apiUrl",
                api.endpoint().toString(),
                "endpoint",
                variable("S3_ENDPOINT"),
                "profile",
                "ceph",
                "prefix",
                folder);
        return new RemoteReader(List.of(new NaasAdapterProvider()), Map.of())
                .ofSettings("test", "naas", settings, Path.of(""))
                .store()
                .open(new AdapterContext(Clock.systemUTC(), 64));
    }

    @Override
    protected Capabilities expectedCapabilities() {
        return Workspace.capabilities(folder, Set.of(), Set.of());
    }

    /// The bucket as whoever holds these credentials alone reaches it.
    @MustBeClosed
    private static IObjectStorageAdapter openWith(S3Credentials credentials) {
        var settings = new HashMap<>(Map.of(
                "bucket", BUCKET,
                "endpoint", variable("S3_ENDPOINT"),
                "profile", "ceph",
                "accessKeyId", credentials.accessKeyId(),
                "secretAccessKey", credentials.secretAccessKey()));
        credentials.sessionToken().ifPresent(token -> settings.put("sessionToken", token));
        return new RemoteReader(List.of(new S3AdapterProvider()), Map.of())
                .ofSettings("test", "s3", settings, Path.of(""))
                .store()
                .open(new AdapterContext(Clock.systemUTC(), 4));
    }

    /// Waits until Ceph refuses the credentials that the API gave last.
    private static AccessDenied awaitEnd() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (var store = openWith(latest.get())) {
            while (System.nanoTime() < end) {
                try {
                    assertThat(store.stat(ObjectKey.of("nothing"))).isEmpty();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                } catch (AccessDenied e) {
                    return e;
                }
            }
        }
        throw new AssertionError("Ceph still takes credentials that ended");
    }

    @Test
    void every_kind_of_request_outlives_credentials_that_ceph_refuses() throws IOException {
        var key = ObjectKey.of("folder/key");
        byte[] large = TestSources.bytes(3 << 20, 1);
        try (var store = openSecondClient()) {
            int asked = api.requests().size();
            store.put(key, ObjectSource.of(new byte[10]), PutOptions.DEFAULT);
            assertThat(awaitEnd()).hasMessageContaining("403");
            store.put(key, ObjectSource.of(large), PutOptions.DEFAULT);
            awaitEnd();
            try (var content = store.get(key, GetOptions.WHOLE)) {
                assertThat(content.stream().readAllBytes()).isEqualTo(large);
            }
            awaitEnd();
            assertThat(store.stat(key)).isPresent();
            awaitEnd();
            try (var objects = store.list(ListOptions.of(KeyPrefix.ALL))) {
                assertThat(objects.map(object -> object.key())).containsExactly(key);
            }

            assertThat(api.requests().size() - asked).isEqualTo(4);
        }
    }

    @Test
    void an_upload_in_parts_outlives_several_ends() {
        byte[] part = TestSources.bytes(5 << 20, 2);
        var key = ObjectKey.of("key");
        try (var store = openSecondClient();
                var upload = store.openUpload(UploadRequest.start(key, PutOptions.DEFAULT, part.length))) {
            var parts = new ArrayList<UploadedPart>();
            for (int i = 1; i <= 3; i++) {
                awaitEnd();
                parts.add(upload.putPart(i, ObjectSource.of(part)));
            }
            awaitEnd();
            upload.complete(parts, Optional.empty());

            assertThat(store.stat(key).orElseThrow().size()).isEqualTo(3L * part.length);
        }
    }

    /// Ceph 16 says no more to whoever has lost their session than to whoever never had one.
    @Test
    void a_token_that_was_changed_is_denied_in_the_same_words() {
        try (var store = openSecondClient()) {
            store.put(ObjectKey.of("key"), ObjectSource.of(new byte[1]), PutOptions.DEFAULT);
        }
        var good = latest.get();
        var wrong = new S3Credentials(
                good.accessKeyId(), good.secretAccessKey() + "x", good.sessionToken(), good.expires());
        try (var store = openWith(wrong)) {
            assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> store.stat(ObjectKey.of("key")));
        }
    }
}
