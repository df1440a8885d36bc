package dev.waybill.cli.catalog;

import dev.waybill.cli.address.Address;
import dev.waybill.cli.address.AddressParser;
import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.run.Session;
import java.nio.file.Files;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/// The repository that a command about catalogs is about, as its one argument.
final class RepositoryPlace {
    @Parameters(
            arity = "0..1",
            paramLabel = "REPOSITORY",
            description = "Where it lies: a remote's name, remote:path, a URL or a local folder; the default remote if "
                    + "left out.")
    private Optional<String> typed = Optional.empty();

    boolean isGiven() {
        return typed.isPresent();
    }

    /// Where it lies.
    Location in(Session session, Places places) {
        return typed.map(text -> named(session, places, text)).orElseGet(places::defaultRemote);
    }

    /// Whether it must be in a remote of the configuration.
    static boolean isRemote(Session session, String text) {
        return isBare(session, text) || AddressParser.parse(text) instanceof Address.Remote;
    }

    /// Whether it can only be the name of a remote.
    private static boolean isBare(Session session, String text) {
        return text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-')
                && !Files.isDirectory(session.surroundings().workingFolder().resolve(text));
    }

    /// Where the repository lies that was typed.
    static Location named(Session session, Places places, String text) {
        if (!isBare(session, text)) {
            return places.target(text);
        }
        if (!session.configuration().remotes().containsKey(text)) {
            throw CommandFailure.usage(
                    "there is neither a remote nor a folder " + text, "waybill config check shows the remotes");
        }
        return places.target(text + ":");
    }
}
