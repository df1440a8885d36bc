package dev.waybill.cli.catalog;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.config.ConfigurationException;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.config.WaybillConfiguration;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The repositories that a command about catalogs is about, as its arguments.
final class RepositoryPlaces {
    @Parameters(
            arity = "0..*",
            paramLabel = "REPOSITORY",
            description =
                    "Where they lie: each a remote's name, remote:path, a URL or a local folder; the default remote "
                            + "if left out.")
    private List<String> typed = List.of();

    @Option(
            names = "--all",
            description = "All repositories in the configured remotes that have a catalog here already.")
    private boolean all;

    /// Whether there can be more than one.
    boolean areMany() {
        return all || typed.size() > 1;
    }

    /// The one that is meant, where there cannot be more.
    Location one(Session session, Places places) {
        return typed.isEmpty() ? places.defaultRemote() : RepositoryPlace.named(session, places, typed.getFirst());
    }

    /// All that are meant, each once.
    ///
    /// @param failed told of one that cannot be had, and why; that keeps no other from it
    /// @throws CommandFailure if something that was typed is no repository
    List<Location> many(
            Session session, Places places, CatalogStore catalogs, BiConsumer<String, RuntimeException> failed) {
        if (all && !typed.isEmpty()) {
            throw CommandFailure.usage("a repository and --all exclude each other", "leave one of them out");
        }
        if (all || typed.stream().anyMatch(text -> RepositoryPlace.isRemote(session, text))) {
            // What is wrong with the whole of it is told of once.
            session.configuration();
        }
        var found = new LinkedHashMap<CatalogId, Location>();
        for (String text : all ? known(session, catalogs, failed) : typed) {
            try {
                Location location = RepositoryPlace.named(session, places, text);
                found.putIfAbsent(Catalogs.id(location), location);
            } catch (StorageException.Cancelled e) {
                throw e;
            } catch (StorageException | ConfigurationException e) {
                failed.accept(text, e);
            }
        }
        return List.copyOf(found.values());
    }

    /// What has a catalog and lies in a configured remote.
    ///
    /// @throws CommandFailure if there is none, though nothing is wrong with the remotes
    private static List<String> known(
            Session session, CatalogStore catalogs, BiConsumer<String, RuntimeException> failed) {
        List<CatalogId> ids = catalogs.ids();
        var known = new ArrayList<String>();
        var remotes = session.configuration().remotes().values();
        for (RemoteConfiguration remote : remotes) {
            if (!remote.problems().isEmpty()) {
                failed.accept(remote.name(), new ConfigurationException(remote.problems()));
                continue;
            }
            List<String> in = ids.stream()
                    .filter(id -> id.store().equals(remote.store().store()))
                    .map(id -> remote.name() + ":" + id.root().value())
                    .toList();
            if (in.isEmpty() && !remote.name().equals(WaybillConfiguration.EMBEDDED)) {
                session.console()
                        .note(remote.name() + " has no catalog yet; waybill remote sync " + remote.name()
                                + " makes one");
            }
            known.addAll(in);
        }
        if (known.isEmpty() && remotes.stream().allMatch(each -> each.problems().isEmpty())) {
            throw CommandFailure.notFound(
                    "no repository in a configured remote has a catalog yet",
                    "waybill remote sync REPOSITORY makes one");
        }
        return known;
    }
}
