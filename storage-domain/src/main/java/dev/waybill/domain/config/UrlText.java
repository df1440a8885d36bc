package dev.waybill.domain.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells URLs of stores from names and paths, and keeps what is secret in them from being shown.
public final class UrlText {
    /// Two letters at least: `C:\data` and `C://data` are paths.
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://.*", Pattern.DOTALL);

    private static final Pattern USER_INFO = Pattern.compile("//[^/@]*:[^/]*@");

    /// Anything that may have been meant as a password, even where a `/` in it ends the host.
    private static final Pattern POSSIBLE_PASSWORD = Pattern.compile("(?<=//)[^@]*:.*@");

    private UrlText() {}

    /// The scheme in lower case if `text` is a URL: `s3` of `s3://bucket/x`; empty for a name or a path.
    public static Optional<String> schemeOf(String text) {
        var matcher = SCHEME.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /// `url` for a message: a user and password in it are masked.
    public static String shown(String url) {
        return POSSIBLE_PASSWORD.matcher(url).replaceAll("***@");
    }

    /// Whether `url` holds a password, which no URL of a store may.
    static boolean hasPassword(String url) {
        return USER_INFO.matcher(url).find();
    }

    /// The absolute URL `text`, or empty if it is none, has no host, or has user information.
    static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text);
            boolean usable = url.isAbsolute() && url.getHost() != null && url.getRawUserInfo() == null;
            return usable ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
