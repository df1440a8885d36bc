package dev.waybill.domain.remote;

import dev.waybill.port.DeleteResult;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.StorageException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Removes all objects in a folder where they lie, a bounded number at a time. Any number of threads.
public final class RemoteDeletion {
    private static final int MOST_AT_ONCE = 1000;

    private final RemoteExecutor executor;
    private final JsonFactory json = new JsonFactory();

    /// @param executor runs the program; closed by who opened it
    public RemoteDeletion(RemoteExecutor executor) {
        this.executor = executor;
    }

    /// Removes what lies under `prefix`, and tells of each object: what was removed as it is, what could not be at
    /// the end. What was removed before it throws was told.
    ///
    /// @param prefix a folder, or all
    /// @throws StorageException.NotSupported if the store's machine runs no programs; then nothing was removed
    public void run(KeyPrefix prefix, Consumer<DeleteResult> results) {
        boolean more = true;
        while (more) {
            var failures = new ArrayList<DeleteResult>();
            long removed = 0;
            String output = executor.run(Programs.deletion(MOST_AT_ONCE), arguments(prefix));
            List<String> lines = output.lines().toList();
            for (String line : lines.subList(0, Math.max(0, lines.size() - 1))) {
                switch (result(line)) {
                    case DeleteResult.Deleted deleted -> {
                        removed++;
                        results.accept(deleted);
                    }
                    case DeleteResult.Failed failed -> failures.add(failed);
                }
            }
            String end = lines.isEmpty() ? "" : lines.getLast();
            if (!end.equals("\"end\"") && !end.equals("\"more\"")) {
                throw failure("deleting a folder ended without saying how", null);
            }
            more = end.equals("\"more\"") && removed > 0;
            if (!more) {
                failures.forEach(results);
            }
        }
    }

    private String arguments(KeyPrefix prefix) {
        String folder = prefix.value().replaceFirst("/$", "");
        var text = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.writeStartObject();
            generator.writeStringProperty("folder", folder);
            generator.writeNumberProperty("most", MOST_AT_ONCE);
            generator.writeEndObject();
        }
        return text.toString();
    }

    private DeleteResult result(String line) {
        var words = new ArrayList<String>();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), line)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    words.add(parser.getString());
                }
            }
            var key = ObjectKey.of(words.getFirst());
            return words.size() == 1
                    ? new DeleteResult.Deleted(key)
                    : new DeleteResult.Failed(
                            key,
                            new StorageException.StoreFailure(executor.store(), Optional.of(key), words.get(1), null));
        } catch (RuntimeException e) {
            throw failure("deleting a folder told what makes no sense", e);
        }
    }

    private StorageException failure(String detail, @Nullable RuntimeException cause) {
        return new StorageException.StoreFailure(executor.store(), Optional.empty(), detail, cause);
    }
}
