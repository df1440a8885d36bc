package dev.waybill.cli.address;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.catalog.MetadataSelection;
import dev.waybill.domain.config.FolderSettings;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.config.RemoteReader;
import dev.waybill.domain.config.UrlText;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.RemoteExecutor;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Opens what addresses name, each store once, and closes all of them in the end. One thread.
public final class Places implements AutoCloseable {
    private final Session session;
    private final boolean followLinks;
    private final Map<String, IObjectStorageAdapter> stores = new LinkedHashMap<>();
    private final IdentityHashMap<IObjectStorageAdapter, RemoteConfiguration> configurations = new IdentityHashMap<>();
    private final List<RemoteExecutor> executors = new ArrayList<>();

    /// @param followLinks whether symbolic links in local folders stand for what they lead to
    public Places(Session session, boolean followLinks) {
        this.session = session;
        this.followLinks = followLinks;
    }

    /// What `typed` names, to be read or looked at.
    ///
    /// @throws CommandFailure if it is a file or folder of this machine that is not there
    public Location existing(String typed) {
        Address address = AddressParser.parse(typed);
        return address instanceof Address.Local local ? existing(local) : inStore(address);
    }

    /// The remote that push and pull use where none is named.
    public Location defaultRemote() {
        var configuration = session.configuration();
        String name = configuration.remote();
        String label = UrlText.schemeOf(name).isPresent() ? name.replaceAll("/*$", "/") : name + ":";
        return new Location(
                store(label, () -> session.factory().remote(configuration, name)),
                UrlText.shown(label),
                "",
                "",
                true,
                true);
    }

    /// What `typed` names, to be written to; it need not be there.
    public Location target(String typed) {
        Address address = AddressParser.parse(typed);
        return address instanceof Address.Local local ? target(local) : inStore(address);
    }

    /// The file or folder of this machine that `typed` names, whether it is there or not; empty if it names none.
    public Optional<Path> localPath(String typed) {
        return AddressParser.parse(typed) instanceof Address.Local local
                ? Optional.of(LocalPaths.resolve(session.surroundings().workingFolder(), local.path()))
                : Optional.empty();
    }

    private Location inStore(Address address) {
        return switch (address) {
            case Address.Standard _ ->
                throw CommandFailure.usage("- (standard input or output) cannot be used here", "name a file or folder");
            case Address.Remote remote -> {
                IObjectStorageAdapter store = store(remote.remote() + ":", () -> remote(remote));
                yield Location.of(store, remote.remote() + ":", remote.path());
            }
            case Address.Url url -> inStore(url.url());
            case Address.Local local -> target(local);
        };
    }

    private Location inStore(URI url) {
        URI root = session.storeOfUrl(url);
        String label = root.toString().replaceFirst("/*$", "/");
        IObjectStorageAdapter store = store(label, () -> session.remoteOfUrl(root.toString()));
        return Location.of(store, label, url.getPath().substring(root.getPath().length()));
    }

    private RemoteConfiguration remote(Address.Remote address) {
        var configuration = session.configuration();
        boolean known = configuration.remotes().containsKey(address.remote());
        Path file = LocalPaths.resolve(session.surroundings().workingFolder(), address.typed());
        if (!known && LocalPaths.exists(file)) {
            throw CommandFailure.usage(
                    "no remote is called \"" + address.remote() + "\"",
                    "for the local file write ./" + address.typed());
        }
        return configuration.remote(address.remote());
    }

    private Location existing(Address.Local local) {
        Path path = LocalPaths.resolve(session.surroundings().workingFolder(), local.path());
        Path real = LocalPaths.real(path, local.typed());
        boolean isFolder = LocalPaths.isFolder(real);
        if (!isFolder && local.isWrittenAsFolder()) {
            throw CommandFailure.usage(local.typed() + " is a file, not a folder", "write it without the / at its end");
        }
        // Held by the folder above it, a folder can be removed and has a name; that above may not be readable.
        Path above = LocalPaths.parent(real);
        Path root = isFolder && !LocalPaths.isReadable(above) ? real : above;
        return new Location(
                folder(root), label(root), LocalPaths.key(root, real), LocalPaths.name(path), isFolder, true);
    }

    private Location target(Address.Local local) {
        Path path = LocalPaths.resolve(session.surroundings().workingFolder(), local.path());
        if (LocalPaths.exists(path)) {
            return existing(local);
        }
        Path ancestor = LocalPaths.nearestExisting(path);
        Path root = LocalPaths.real(ancestor, local.typed());
        if (!LocalPaths.isFolder(root)) {
            throw CommandFailure.usage(
                    ancestor + " is a file, so nothing can be written below it", "choose another target");
        }
        String key = LocalPaths.key(ancestor, path);
        return new Location(folder(root), label(root), key, LocalPaths.name(path), local.isWrittenAsFolder(), false);
    }

    private IObjectStorageAdapter folder(Path root) {
        return store(label(root), session.factory(), () -> folderRemote(root));
    }

    private RemoteConfiguration folderRemote(Path root) {
        var settings = new HashMap<>(FolderSettings.existing(root));
        if (followLinks) {
            settings.put("links", "follow");
        }
        return new RemoteReader(
                        session.factory().providers(), session.surroundings().environment())
                .ofSettings(root.toString(), FolderSettings.SCHEME, settings, root);
    }

    private static String label(Path root) {
        String text = root.toString();
        return text.endsWith("/") ? text : text + "/";
    }

    private IObjectStorageAdapter store(String label, Supplier<RemoteConfiguration> remote) {
        return store(label, session.boundedFactory(), remote);
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by close
    private IObjectStorageAdapter store(
            String label, ObjectStorageFactory factory, Supplier<RemoteConfiguration> remote) {
        IObjectStorageAdapter open = stores.get(label);
        if (open == null) {
            var configuration = remote.get();
            open = factory.openStore(configuration);
            stores.put(label, open);
            configurations.put(open, configuration);
        }
        return open;
    }

    /// Which documents the catalog of a repository there holds, as its remote is configured.
    public MetadataSelection metadata(Location location) {
        return Optional.ofNullable(configurations.get(location.store()))
                .map(RemoteConfiguration::metadata)
                .orElse(MetadataSelection.ALL);
    }

    /// What runs programs where the data of a location lies, if that is allowed; closed with this.
    public Optional<RemoteExecutor> executor(Location location) {
        var opened = Optional.ofNullable(configurations.get(location.store()))
                .flatMap(configuration -> session.factory().openExecutor(configuration));
        opened.ifPresent(executors::add);
        return opened;
    }

    @Override
    public void close() {
        executors.forEach(RemoteExecutor::close);
        executors.clear();
        stores.values().forEach(IObjectStorageAdapter::close);
        stores.clear();
    }
}
