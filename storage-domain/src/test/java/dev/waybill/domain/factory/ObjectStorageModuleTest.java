package dev.waybill.domain.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.name.Named;
import dev.waybill.domain.config.ConfigurationException;
import dev.waybill.domain.fixture.ThreeRemotes;
import dev.waybill.domain.service.IObjectStorageDomain;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStorageModuleTest {
    @TempDir
    Path folder;

    private ThreeRemotes remotes;

    private static final class Application {
        private final IObjectStorageDomain standard;
        private final IObjectStorageDomain dev;

        @Inject
        Application(IObjectStorageDomain standard, @Named("dev") IObjectStorageDomain dev) {
            this.standard = standard;
            this.dev = dev;
        }
    }

    @BeforeEach
    void write_a_configuration() throws IOException {
        remotes = ThreeRemotes.in(folder);
    }

    private Injector injector() {
        return Guice.createInjector(
                Stage.PRODUCTION, new ObjectStorageModule(remotes.factory(), remotes.configuration()));
    }

    @Test
    void the_default_remote_and_named_ones_are_injected_and_opened_once() {
        Injector injector = injector();
        assertThat(remotes.memory().opened()).isEmpty();

        var application = injector.getInstance(Application.class);
        application.standard.putObject("a", "b", new byte[] {1});

        assertThat(application.standard.getObject("a", "b")).containsExactly(1);
        assertThat(application.dev.exists("a", "b")).isFalse();
        assertThat(injector.getInstance(IObjectStorageDomain.class)).isSameAs(application.standard);
        assertThat(remotes.memory().opened()).hasSize(2);
    }

    @Test
    void closing_the_stores_closes_all_and_opens_none_again() {
        Injector injector = injector();
        var application = injector.getInstance(Application.class);

        injector.getInstance(OpenStores.class).close();
        injector.getInstance(OpenStores.class).close();

        assertThatIllegalStateException().isThrownBy(() -> application.standard.exists("a", "b"));
        assertThatIllegalStateException().isThrownBy(() -> application.dev.exists("a", "b"));
        assertThatExceptionOfType(ProvisionException.class)
                .isThrownBy(() -> injector.getInstance(IObjectStorageDomain.class))
                .withMessageContaining("are closed");
    }

    @Test
    void a_remote_that_this_machine_cannot_open_fails_only_when_it_is_asked_for() {
        Injector injector = injector();
        injector.getInstance(Application.class);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> injector.getInstance(OpenStores.class).service("lost"))
                .withMessageContaining("the environment variable LOST is not set");
    }
}
