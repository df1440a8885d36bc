package dev.waybill.adapter.sftp;

import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfigKey;
import dev.waybill.port.spi.ConfiguredStore;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes adapters for folders of other machines. Reading the configuration loads no class of MINA SSHD.
public final class SftpAdapterProvider implements AdapterProvider {
    static final String SCHEME = "sftp";
    private static final String HOME = "/~";
    private static final String FROM_HOME = HOME + "/";

    /// For the service loader.
    public SftpAdapterProvider() {}

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public String displayName() {
        return "Folder of another machine, by SFTP";
    }

    @Override
    public List<ConfigKey> keys() {
        return SftpConfig.KEYS;
    }

    /// The folder that holds what is named; a URL that ends with `/` names the folder itself.
    @Override
    public URI storeOf(URI url) {
        if (url.getRawAuthority() == null) {
            return url;
        }
        String path = url.getRawPath();
        String folder = path.equals(HOME) ? HOME : path.substring(0, path.lastIndexOf('/') + 1);
        return URI.create(AdapterProvider.super.storeOf(url) + folder);
    }

    @Override
    public Map<String, String> settingsOf(URI url) {
        String rule = ruleBrokenBy(url);
        if (!rule.isEmpty()) {
            throw new IllegalArgumentException("not the URL of a folder by SFTP: it must be sftp://user@host:22/root, "
                    + "or sftp://user@host/~/folder for one in the home; " + rule);
        }
        var settings = new LinkedHashMap<String, String>();
        settings.put("host", url.getHost());
        if (url.getPort() >= 0) {
            settings.put("port", Integer.toString(url.getPort()));
        }
        if (url.getUserInfo() != null) {
            settings.put("user", url.getUserInfo());
        }
        settings.put("root", root(url.getPath()));
        return settings;
    }

    private static String root(String path) {
        if (path.equals(HOME) || path.equals(FROM_HOME)) {
            return SftpConfig.HOME;
        }
        return path.startsWith(FROM_HOME) ? path.substring(FROM_HOME.length()) : path;
    }

    /// Words that do not repeat the URL: it may hold a password.
    private static String ruleBrokenBy(URI url) {
        if (!SCHEME.equalsIgnoreCase(url.getScheme()) || url.isOpaque()) {
            return "it must begin with sftp://";
        }
        if (url.getHost() == null) {
            return "it has no host, or one that is no host's name";
        }
        if (url.getUserInfo() != null && url.getUserInfo().contains(":")) {
            return "passwords are configured under remotes";
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return "it must have no ? and no #; as parts of a name they are written %3F and %23";
        }
        return url.getPath() == null || url.getPath().isEmpty() ? "it must name a folder" : "";
    }

    @Override
    public ConfiguredStore configure(Settings settings) {
        return new SftpStore(SftpConfig.read(settings));
    }
}
