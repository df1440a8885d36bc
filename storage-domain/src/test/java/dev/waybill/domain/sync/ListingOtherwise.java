package dev.waybill.domain.sync;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectMetadata;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A store that breaks the promise of the port on its listings, and keeps every other.
final class ListingOtherwise {
    private ListingOtherwise() {}

    /// @param how what becomes of what `behind` lists
    @SuppressWarnings("unchecked") // Nothing but a stream of metadata is given by `list`.
    static IObjectStorageAdapter of(IObjectStorageAdapter behind, UnaryOperator<Stream<ObjectMetadata>> how) {
        return (IObjectStorageAdapter) Proxy.newProxyInstance(
                ListingOtherwise.class.getClassLoader(),
                new Class<?>[] {IObjectStorageAdapter.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(behind, arguments);
                        return method.getName().equals("list") ? how.apply((Stream<ObjectMetadata>) result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
