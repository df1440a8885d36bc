package dev.waybill.cli.address;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.domain.config.UrlText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Tells what an argument names. The first rule that fits decides:
///
/// 1. `-` is standard input or output, where a command takes that.
/// 2. `scheme://…` is a URL; in it, a space is written `%20` and other characters alike. `file:///…` is a local path.
/// 3. `name:…` is in the configured remote `name`: two or more letters, digits, `_`, `.` or `-`, and no `/` before
///    the `:`. A single letter is a drive, so `C:\x` and `C:x` are local paths.
/// 4. Everything else is a local path. One with a `:` in its first segment is written `./a:b`.
public final class AddressParser {
    private static final Pattern REMOTE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]+):(.*)", Pattern.DOTALL);

    private AddressParser() {}

    /// What `text` names.
    ///
    /// @throws CommandFailure if it is empty, or a URL that is none
    public static Address parse(String text) {
        if (text.isEmpty()) {
            throw CommandFailure.usage(
                    "an argument is empty", "name a file or folder, remote:path, or a URL such as s3://bucket/key");
        }
        if (text.equals("-")) {
            return new Address.Standard();
        }
        if (UrlText.schemeOf(text).isPresent()) {
            return url(text);
        }
        var remote = REMOTE.matcher(text);
        return remote.matches()
                ? new Address.Remote(text, remote.group(1), remote.group(2))
                : new Address.Local(text, text);
    }

    private static Address url(String text) {
        String shown = UrlText.shown(text);
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw CommandFailure.usage(
                    "not a URL: " + shown + ": " + e.getReason(), "write a space as %20 and other characters alike");
        }
        String path = url.getPath() == null ? "" : url.getPath();
        if ("file".equalsIgnoreCase(url.getScheme())) {
            return new Address.Local(text, localPath(url, path, shown));
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw CommandFailure.usage(
                    "not the URL of a store: " + shown, "as parts of a name, ? and # are written %3F and %23");
        }
        return new Address.Url(shown, url);
    }

    private static String localPath(URI url, String path, String shown) {
        boolean here = url.getRawAuthority() == null || url.getRawAuthority().equals("localhost");
        if (!here || url.getRawQuery() != null || url.getRawFragment() != null || path.indexOf('\0') >= 0) {
            throw CommandFailure.usage(
                    "not the URL of a folder of this machine: " + shown, "write it like file:///folder/file");
        }
        Path local = Path.of(URI.create("file://" + url.getRawPath()));
        return path.endsWith("/") && path.length() > 1 ? local + "/" : local.toString();
    }
}
