package dev.waybill.domain.service;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is told of what happens. Any number of threads.
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectStorageService.class);

    private final List<Consumer<? super ObjectEvent>> listeners = new CopyOnWriteArrayList<>();

    void add(Consumer<? super ObjectEvent> listener) {
        listeners.add(listener);
    }

    /// Tells each; what one throws is logged, since the store has already done what the event says.
    void tell(ObjectEvent event) {
        for (Consumer<? super ObjectEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("a listener failed on {}", event, e);
            }
        }
    }
}
