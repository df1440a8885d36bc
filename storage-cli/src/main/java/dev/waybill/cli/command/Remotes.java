package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.port.spi.S3Access;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What commands have in common that tell other programs of a remote.
final class Remotes {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Remotes() {}

    /// What another program needs to reach `remote`.
    ///
    /// @throws CommandFailure if that cannot be through S3
    static S3Access access(Session session, RemoteConfiguration remote) {
        return session.factory()
                .s3Access(remote)
                .orElseThrow(() -> CommandFailure.usage(
                        "the remote " + remote.name() + " is not reached through S3: its provider is "
                                + remote.provider(),
                        "name a remote whose provider is s3 or naas"));
    }

    /// A time for people.
    static String shown(Instant time) {
        return TIME.format(time);
    }
}
