package dev.waybill.cli.training.calls.samples;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;

/// A lambda that can be serialized, beside one that cannot.
public final class KeptSamples {

    private KeptSamples() {}

    /// What they give.
    public static List<String> run() throws Exception {
        String captured = "captured";
        Supplier<String> kept = (Supplier<String> & Serializable) () -> "serialized " + captured;
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(kept);
        }
        Supplier<String> other = () -> "other";
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
            @Override
            protected Class<?> resolveClass(java.io.ObjectStreamClass read) throws ClassNotFoundException {
                return Class.forName(read.getName(), false, KeptSamples.class.getClassLoader());
            }
        }) {
            return List.of(((Supplier<?>) in.readObject()).get().toString(), other.get());
        }
    }
}
