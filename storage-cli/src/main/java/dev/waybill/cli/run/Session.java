package dev.waybill.cli.run;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Progress;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.config.RemoteReader;
import dev.waybill.domain.config.UserCache;
import dev.waybill.domain.config.WaybillConfiguration;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.layer.LimitOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the commands of one run share. The composition root: what is installed, and how it is put together, is
/// decided here. One thread.
public final class Session {
    private final Surroundings surroundings;
    private final Console console;
    private final ConfigurationOverrides overrides;
    private final ObjectStorageFactory factory;
    private final ObjectStorageFactory bounded;
    private @Nullable WaybillConfiguration configuration;
    private boolean isNativePreferred;

    /// @param overrides what flags say of the configuration
    /// @param transfers how many requests may be under way at once
    /// @param limits the bounds kept towards remotes
    public Session(
            Surroundings surroundings,
            Console console,
            ConfigurationOverrides overrides,
            int transfers,
            LimitOptions limits) {
        this.surroundings = surroundings;
        this.console = console;
        this.overrides = overrides;
        var stack = StackOptions.DEFAULT.withRequestSlots(transfers).withRetries(surroundings.retries());
        this.factory = Stores.factory(surroundings.clock(), stack, surroundings.environment());
        this.bounded = limits.isNone()
                ? factory
                : new ObjectStorageFactory(
                        surroundings.clock(),
                        stack.withLimits(limits),
                        factory.providers(),
                        surroundings.environment());
    }

    /// What is around the run.
    public Surroundings surroundings() {
        return surroundings;
    }

    /// What flags say of the configuration.
    public ConfigurationOverrides overrides() {
        return overrides;
    }

    /// Where it prints.
    public Console console() {
        return console;
    }

    /// A display of how far a run has got, which the caller closes.
    ///
    /// @param nothingMoves whether there is nothing to show, as where nothing is done
    @MustBeClosed
    public Progress progress(boolean nothingMoves) {
        return Progress.on(surroundings.err(), surroundings.errIsTerminal(), nothingMoves || console.isQuiet());
    }

    /// Asks somebody at a terminal; nobody's answer is no.
    public boolean isConfirmed(String question) {
        surroundings.out().flush();
        surroundings.err().print(question + " [y/N] ");
        surroundings.err().flush();
        try {
            var in = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
            String line = Optional.ofNullable(in.readLine()).orElse("");
            return Set.of("y", "yes").contains(line.strip().toLowerCase(Locale.ROOT));
        } catch (IOException nobodyAnswers) {
            return false;
        }
    }

    /// Opens stores, whose bytes are encrypted and hashed by what is fastest here.
    public ObjectStorageFactory factory() {
        preferNative();
        return factory;
    }

    /// Opens remotes, within the bounds that the flags of the command set.
    public ObjectStorageFactory boundedFactory() {
        preferNative();
        return bounded;
    }

    private void preferNative() {
        if (isNativePreferred) {
            return;
        }
        isNativePreferred = true;
        Path unpacked = UserCache.folder(surroundings.environment()).resolve("native");
        NativeFolder.chooseForSqlite(unpacked);
        NativeProvider.prefer(unpacked);
    }

    /// The configuration, read when it is first asked for: a command that names URLs and paths needs none.
    ///
    /// @throws dev.waybill.domain.config.ConfigurationException with everything that is wrong
    public WaybillConfiguration configuration() {
        if (configuration == null) {
            configuration = new ConfigurationReader(factory.providers(), surroundings.environment())
                    .read(surroundings.workingFolder(), overrides);
            configuration.warnings().forEach(warning -> console.warning(warning.toString()));
        }
        return configuration;
    }

    /// The URL of the store in which `url` names an object or a folder.
    public URI storeOfUrl(URI url) {
        return remotes().storeOf(url);
    }

    /// The remote that a URL stands for.
    ///
    /// @throws dev.waybill.domain.config.ConfigurationException if it is not the URL of a store
    public RemoteConfiguration remoteOfUrl(String url) {
        return remotes().ofUrl(url, surroundings.workingFolder());
    }

    private RemoteReader remotes() {
        return new RemoteReader(factory.providers(), surroundings.environment());
    }
}
