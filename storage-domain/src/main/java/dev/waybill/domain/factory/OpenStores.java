package dev.waybill.domain.factory;

import dev.waybill.domain.config.WaybillConfiguration;
import dev.waybill.domain.service.ObjectStorageService;
import java.util.HashMap;
import java.util.Map;

/// The services of one application: each remote is opened when it is first asked for, once, and all are
/// closed together. Any number of threads.
public final class OpenStores implements AutoCloseable {
    private final ObjectStorageFactory factory;
    private final WaybillConfiguration configuration;
    private final Map<String, ObjectStorageService> open = new HashMap<>();
    private boolean closed;

    /// No store is open yet.
    public OpenStores(ObjectStorageFactory factory, WaybillConfiguration configuration) {
        this.factory = factory;
        this.configuration = configuration;
    }

    /// The service of this remote or URL; the same one each time. It is closed with this, not by the caller.
    ///
    /// @throws IllegalStateException if this is closed
    @SuppressWarnings("MustBeClosedChecker") // closed by close
    public synchronized ObjectStorageService service(String nameOrUrl) {
        if (closed) {
            throw new IllegalStateException("the stores of this application are closed");
        }
        return open.computeIfAbsent(nameOrUrl, name -> factory.open(configuration, name));
    }

    /// Closes every service that was opened. Calling it again does nothing.
    @Override
    public synchronized void close() {
        closed = true;
        RuntimeException failure = null;
        for (ObjectStorageService service : open.values()) {
            try {
                service.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        open.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
