package dev.waybill.port.spi;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The configuration of one remote, as a provider reads it.
///
/// A value that is missing though required, or that does not fit, is noted as a problem with its line and
/// never thrown: the reader goes on with the default, or with a stand-in of the right type, so that all
/// problems come to light at once. What was configured with problems is never opened. Names must be among
/// the provider's [AdapterProvider#keys].
public interface Settings {
    /// What the remote is called in commands, for messages that say which one to give; empty if it has no name.
    Optional<String> remote();

    /// The text of a key; noted as a problem if there is none, and then empty text.
    String requiredText(String name);

    /// The text of a key, if it is there.
    Optional<String> text(String name);

    /// The secret of a key, if it is there.
    Optional<Secret> secret(String name);

    /// The absolute URL of a key, if it is there; it must have a host and no user information.
    Optional<URI> url(String name);

    /// The path of a key; a relative one counts from the configuration's folder. Noted as a problem if
    /// there is none, and then that folder.
    Path requiredPath(String name);

    /// The folder prefix of a key: `data/x` and `data/x/` give `data/x/`, nothing gives [KeyPrefix#ALL].
    KeyPrefix folderPrefix(String name);

    /// The `yes` or `no` (`true` or `false`) of a key, or `otherwise`.
    boolean flag(String name, boolean otherwise);

    /// The whole number of a key within bounds, or `otherwise`.
    int number(String name, int otherwise, int least, int most);

    /// The size of a key in bytes, written as `8 MiB` or a plain number of bytes, or `otherwise`.
    long size(String name, long otherwise, long least, long most);

    /// The duration of a key, written as `30s`, `500ms` or `2m`, or `otherwise`.
    Duration duration(String name, Duration otherwise);

    /// The constant of a key, written in lower case with `-` for `_`, or `otherwise`.
    <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise);

    /// Notes a problem that the provider found in the value of `name`: which rule it breaks and what to do.
    void problem(String name, String message);
}
