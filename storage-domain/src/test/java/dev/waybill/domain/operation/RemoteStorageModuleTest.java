package dev.waybill.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.name.Named;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.catalog.cache.CacheSettings;
import dev.waybill.domain.config.ConfigurationException;
import dev.waybill.domain.fixture.InMemoryJournal;
import dev.waybill.domain.fixture.InMemoryJournals;
import dev.waybill.domain.fixture.NoCatalogs;
import dev.waybill.domain.fixture.ThreeRemotes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteStorageModuleTest {
    private static final ArtifactId NET = new ArtifactId("model", "net");

    @TempDir
    Path folder;

    private ThreeRemotes remotes;

    private static final class Application {
        private final RemoteStorage standard;
        private final RemoteStorage dev;

        @Inject
        Application(RemoteStorage standard, @Named("dev") RemoteStorage dev) {
            this.standard = standard;
            this.dev = dev;
        }
    }

    @BeforeEach
    void write_a_configuration() throws IOException {
        remotes = ThreeRemotes.in(folder);
    }

    private Injector injector() {
        var clock = Clock.systemUTC();
        var settings = new RemoteStorageSettings(
                remotes.factory(),
                new NoCatalogs(),
                OperationHistory.NONE,
                CacheSettings.in(folder.resolve("cache"), clock),
                new InMemoryJournals(new InMemoryJournal()),
                "me@here",
                clock,
                warning -> {});
        return Guice.createInjector(Stage.PRODUCTION, new RemoteStorageModule(remotes.configuration(), settings));
    }

    @Test
    void the_default_remote_and_named_ones_are_injected_and_connected_when_asked_to() throws InterruptedException {
        Injector injector = injector();
        var application = injector.getInstance(Application.class);
        assertThat(remotes.memory().opened()).isEmpty();
        assertThat(application.standard).isSameAs(injector.getInstance(RemoteStorage.class));
        assertThat(application.dev.id()).isNotEqualTo(application.standard.id());

        application.dev.connect();

        assertThat(remotes.memory().opened()).hasSize(1);
        assertThatExceptionOfType(ArtifactFailure.NotFound.class)
                .isThrownBy(() -> application.dev.setAlias(NET, 1, "production"));
        assertThatExceptionOfType(ArtifactFailure.Refused.class)
                .isThrownBy(() -> application.standard.setAlias(NET, 1, "production"))
                .withMessageContaining("not connected");
        injector.getInstance(RemoteStorages.class).close();
        assertThat(application.dev.isConnected()).isFalse();
    }

    @Test
    void a_remote_that_this_machine_cannot_open_fails_when_it_is_injected_and_no_other_does() {
        Injector injector = injector();

        assertThatExceptionOfType(ProvisionException.class)
                .isThrownBy(() -> injector.getInstance(
                        com.google.inject.Key.get(RemoteStorage.class, com.google.inject.name.Names.named("lost"))))
                .withCauseInstanceOf(ConfigurationException.class);
        assertThat(injector.getInstance(RemoteStorage.class).isConnected()).isFalse();
    }
}
