package dev.waybill.adapter.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.FileIdentities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfigKey;
import dev.waybill.port.spi.ConfiguredStore;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes adapters of folders.
public final class FsAdapterProvider implements AdapterProvider {
    static final String SCHEME = "file";

    /// For the service loader.
    public FsAdapterProvider() {}

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public String displayName() {
        return "Local folder";
    }

    @Override
    public List<ConfigKey> keys() {
        return FsConfig.KEYS;
    }

    @Override
    public Map<String, String> settingsOf(URI url) {
        String rule = ruleBrokenBy(url);
        if (!rule.isEmpty()) {
            throw new IllegalArgumentException("not the URL of a folder: " + url + ": " + rule);
        }
        Path folder = Path.of(URI.create("file://" + url.getRawPath()));
        if (!FsKeys.isFaithful(folder, folder.toString())) {
            throw new IllegalArgumentException("not the URL of a folder: " + url + ": " + FsKeys.LOCALE_RULE);
        }
        return Map.of("root", folder.toString());
    }

    private static String ruleBrokenBy(URI url) {
        String host = url.getRawAuthority();
        if (!SCHEME.equalsIgnoreCase(url.getScheme())) {
            return "it must begin with file:";
        }
        if (host != null && !host.equals("localhost")) {
            return "a folder of another machine (" + host + ") cannot be had; write file:///folder";
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return "it must have no ? and no #; as parts of a name they are written %3F and %23";
        }
        if (url.isOpaque() || url.getRawPath() == null || !url.getRawPath().startsWith("/")) {
            return "its path must be absolute, as in file:///folder";
        }
        return url.getPath().indexOf('\0') >= 0 ? "its path has a NUL character" : "";
    }

    @Override
    public ConfiguredStore configure(Settings settings) {
        var config = FsConfig.read(settings);
        return new ConfiguredStore() {
            @Override
            public StoreId store() {
                return FsAdapter.storeOf(new SafeRoot(config));
            }

            @Override
            public Optional<FileIdentities> identities() {
                return Optional.of(new FsIdentities(new SafeRoot(config)));
            }

            @Override
            @MustBeClosed
            public IObjectStorageAdapter open(AdapterContext context) {
                return new FsAdapter(config, context.clock());
            }
        };
    }
}
