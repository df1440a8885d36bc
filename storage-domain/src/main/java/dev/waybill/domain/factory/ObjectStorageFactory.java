package dev.waybill.domain.factory;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.config.ConfigurationException;
import dev.waybill.domain.config.FolderSettings;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.config.RemoteReader;
import dev.waybill.domain.config.StorageFolder;
import dev.waybill.domain.config.UrlText;
import dev.waybill.domain.config.WaybillConfiguration;
import dev.waybill.domain.layer.StoreMetrics;
import dev.waybill.domain.service.ObjectStorageService;
import dev.waybill.port.FileIdentities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.S3Access;
import dev.waybill.port.spi.S3Reachable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// Opens stores: by URL, by configured name, by folder. The one place that knows all providers and puts the
/// layers over an adapter, in the order of [StoreStack]. Any number of threads.
///
/// `open…` gives the service that applications use, `openStore…` the layered adapter below it. Whoever
/// opened it closes it. Opening need not connect; the first call will.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller inside its wrapper
public final class ObjectStorageFactory {
    private final List<AdapterProvider> providers;
    private final RemoteReader remotes;
    private final StoreStack stack;

    /// @param clock the time that adapters go by
    /// @param options how the layers behave
    /// @param providers the kinds of stores there are
    public ObjectStorageFactory(Clock clock, StackOptions options, List<AdapterProvider> providers) {
        this(clock, options, providers, System.getenv());
    }

    /// @param clock the time that adapters go by
    /// @param options how the layers behave
    /// @param providers the kinds of stores there are
    /// @param environment the variables that providers name for keys that are left out
    public ObjectStorageFactory(
            Clock clock, StackOptions options, List<AdapterProvider> providers, Map<String, String> environment) {
        this.providers = List.copyOf(providers);
        this.remotes = new RemoteReader(providers, environment);
        this.stack = new StoreStack(clock, options);
    }

    /// A factory that knows every provider on the class path.
    public static ObjectStorageFactory ofInstalled(Clock clock, StackOptions options) {
        return ofInstalled(clock, options, System.getenv());
    }

    /// The same with these variables in place of the process's.
    public static ObjectStorageFactory ofInstalled(Clock clock, StackOptions options, Map<String, String> environment) {
        List<AdapterProvider> installed = ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(AdapterProvider::scheme))
                .toList();
        return new ObjectStorageFactory(clock, options, installed, environment);
    }

    /// The kinds of stores there are.
    public List<AdapterProvider> providers() {
        return providers;
    }

    /// The store that a URL names: `file:///folder`, `s3://bucket/prefix`.
    ///
    /// @throws ConfigurationException if it is not the URL of a store; names the schemes that are known
    @MustBeClosed
    public ObjectStorageService open(String url) {
        return new ObjectStorageService(openStore(url));
    }

    /// The configured remote of this name, or the store of this URL.
    ///
    /// @throws ConfigurationException if there is none, or something is missing for it on this machine
    @MustBeClosed
    public ObjectStorageService open(WaybillConfiguration configuration, String nameOrUrl) {
        var remote = remote(configuration, nameOrUrl);
        return new ObjectStorageService(openStore(remote), openExecutor(remote));
    }

    /// The remote that a configuration uses where none is named.
    ///
    /// @throws ConfigurationException if something is missing for it on this machine
    @MustBeClosed
    public ObjectStorageService open(WaybillConfiguration configuration) {
        return open(configuration, configuration.remote());
    }

    /// The folder `root`, which is made if it is not there.
    @MustBeClosed
    public ObjectStorageService fs(Path root) {
        return new ObjectStorageService(openStore(
                remotes.ofSettings(root.toString(), FolderSettings.SCHEME, FolderSettings.creating(root), root)));
    }

    /// The nearest folder called `needle`, from the working folder upwards.
    ///
    /// @throws StorageFolderNotFound if there is none
    @MustBeClosed
    public ObjectStorageService findStorage(String needle) {
        return findStorage(Path.of(""), needle);
    }

    /// The nearest folder called `needle`, from `start` upwards. A file of that name is passed over.
    ///
    /// @throws StorageFolderNotFound if there is none
    @MustBeClosed
    public ObjectStorageService findStorage(Path start, String needle) {
        Path found = StorageFolder.find(start, needle).orElseThrow(() -> new StorageFolderNotFound(start, needle));
        return new ObjectStorageService(openStore(found));
    }

    /// A bucket.
    ///
    /// @throws ConfigurationException if something is wrong with it
    @MustBeClosed
    public ObjectStorageService s3(S3Store store) {
        return new ObjectStorageService(
                openStore(remotes.ofSettings("s3://" + store.bucket(), "s3", store.toSettings(), Path.of(""))));
    }

    /// The storage of a Naas workspace, or a folder in it. The Naas API is asked now.
    ///
    /// @throws ConfigurationException if something is wrong with it
    @MustBeClosed
    public ObjectStorageService naas(NaasStorage storage) {
        return new ObjectStorageService(
                openStore(remotes.ofSettings(storage.toString(), "naas", storage.toSettings(), Path.of(""))));
    }

    /// The layered adapter of a URL; as [#open(String)].
    @MustBeClosed
    public IObjectStorageAdapter openStore(String url) {
        return openStore(remotes.ofUrl(url, Path.of("")));
    }

    /// The layered adapter of a configured remote or a URL; as [#open(WaybillConfiguration, String)].
    @MustBeClosed
    public IObjectStorageAdapter openStore(WaybillConfiguration configuration, String nameOrUrl) {
        return openStore(remote(configuration, nameOrUrl));
    }

    /// The layered adapter of a folder, which must be there.
    @MustBeClosed
    public IObjectStorageAdapter openStore(Path folder) {
        return openStore(
                remotes.ofSettings(folder.toString(), FolderSettings.SCHEME, FolderSettings.existing(folder), folder));
    }

    /// The layered adapter of a remote.
    @MustBeClosed
    public IObjectStorageAdapter openStore(RemoteConfiguration remote) {
        return openStore(remote, new StoreMetrics());
    }

    /// The layered adapter of a remote, its calls counted in `metrics`.
    @MustBeClosed
    public IObjectStorageAdapter openStore(RemoteConfiguration remote, StoreMetrics metrics) {
        return stack.open(remote.store(), remote.withheld(), metrics);
    }

    /// What runs programs where the data of a remote lies, if its store can and its configuration allows it. Whoever
    /// opened it closes it.
    public Optional<RemoteExecutor> openExecutor(RemoteConfiguration remote) {
        return stack.openExecutor(remote.store());
    }

    /// Tells which file of this machine holds an object of a remote, where it is a folder.
    public Optional<FileIdentities> identities(RemoteConfiguration remote) {
        return remote.store().identities();
    }

    /// What another program needs to reach a remote by itself through S3, if it can be reached so. Credentials that a
    /// service hands out are asked for.
    ///
    /// @throws ConfigurationException if something is missing for it on this machine
    public Optional<S3Access> s3Access(RemoteConfiguration remote) {
        return remote.store() instanceof S3Reachable reachable
                ? Optional.of(stack.accessTo(reachable))
                : Optional.empty();
    }

    /// The remote of this name, or that of this URL, without opening it.
    ///
    /// @throws ConfigurationException if there is none
    public RemoteConfiguration remote(WaybillConfiguration configuration, String nameOrUrl) {
        return UrlText.schemeOf(nameOrUrl).isPresent()
                ? remotes.ofUrl(nameOrUrl, configuration.folder())
                : configuration.remote(nameOrUrl);
    }

    /// Which store a URL names, without connecting to it.
    public StoreId storeId(String url) {
        return remotes.ofUrl(url, Path.of("")).store().store();
    }

    /// Which store a configured remote or a URL names, without connecting to it.
    public StoreId storeId(WaybillConfiguration configuration, String nameOrUrl) {
        return remote(configuration, nameOrUrl).store().store();
    }
}
