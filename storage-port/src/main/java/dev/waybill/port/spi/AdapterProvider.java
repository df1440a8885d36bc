package dev.waybill.port.spi;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// Makes adapters for one kind of store. Implementations are named in
/// `META-INF/services/dev.waybill.port.spi.AdapterProvider`, have a public constructor without parameters,
/// and do nothing until asked; their classes must not load a client library before [ConfiguredStore#open].
public interface AdapterProvider {
    /// The word that chooses this provider in a configuration's `provider` and before the `:` of a URL.
    String scheme();

    /// What the store is called by people: `Amazon S3 and compatible`.
    String displayName();

    /// Every key that [#configure] reads.
    List<ConfigKey> keys();

    /// The store in which a URL names an object or a folder, as the URL of that store: `s3://bucket` for
    /// `s3://bucket/a/b`. What comes behind its path in the URL's is the name there.
    ///
    /// As here for stores that the host of a URL tells apart; others say how much of the path belongs to the store.
    ///
    /// @param url one whose scheme is [#scheme]; one that names no store comes back as it is
    default URI storeOf(URI url) {
        return url.getRawAuthority() == null ? url : URI.create(url.getScheme() + "://" + url.getRawAuthority());
    }

    /// What [#storeOf] answers where the first name in the path belongs to the store as well:
    /// `az://account/container` for `az://account/container/a/b`.
    ///
    /// @param url one that names no store comes back as it is
    static URI storeOfFirstName(URI url) {
        if (url.getRawAuthority() == null) {
            return url;
        }
        String path = url.getRawPath();
        int end = path.indexOf('/', 1);
        String name = end < 0 ? path : path.substring(0, end);
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + name);
    }

    /// The settings that a URL stands for: `s3://bucket/a/b` gives `bucket` and `prefix`.
    ///
    /// @param url one whose scheme is [#scheme]; parts that the provider does not know are refused
    /// @throws IllegalArgumentException naming the URL and what is wrong with it
    Map<String, String> settingsOf(URI url);

    /// Reads a remote's settings, noting every problem in `settings`; connects to nothing.
    ConfiguredStore configure(Settings settings);
}
