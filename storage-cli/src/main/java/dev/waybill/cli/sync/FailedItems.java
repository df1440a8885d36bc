package dev.waybill.cli.sync;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.port.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// The objects that failed in an earlier run, as its events tell (`--output ndjson`). One thread.
public final class FailedItems {
    private static final int LONGEST_TEXT = 1 << 20;
    private static final String BOTH_WAYS = "sync";
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(256)
                    .build())
            .build();

    private final String name;
    private final SyncDirection direction;
    private final Set<ObjectKey> keys = new TreeSet<>();

    private FailedItems(String name, SyncDirection direction) {
        this.name = name;
        this.direction = direction;
    }

    /// Their keys, in order. Events that are cut off where their run was ended are read as far as they go.
    ///
    /// @param name what to call the file in messages
    /// @param direction which way the run went that told them
    public static Set<ObjectKey> read(String name, Path file, SyncDirection direction) throws IOException {
        if (Files.isDirectory(file)) {
            throw neither(name);
        }
        var failed = new FailedItems(name, direction);
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            failed.read(parser);
        } catch (NoSuchFileException e) {
            throw neither(name);
        }
        return failed.keys;
    }

    /// What is called `name` is neither a run nor a file.
    static CommandFailure neither(String name) {
        return CommandFailure.notFound(
                "neither the name of a run nor a file: \"" + name + '"',
                "names of runs look like 20261120T120000Z-1a2b3c4d, and waybill runs shows them; a file is to hold what"
                        + " a run told with --output ndjson");
    }

    private void read(JsonParser parser) {
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                long line = parser.currentTokenLocation().getLineNr();
                if (token != JsonToken.START_OBJECT) {
                    throw bad(line, "an event must be a JSON object");
                }
                take(line, event(parser));
            }
        } catch (UnexpectedEndOfInputException e) {
            // The run was ended while it told this; what it told before counts.
        } catch (JacksonException e) {
            throw bad(e.getLocation() == null ? 0 : e.getLocation().getLineNr(), e.getOriginalMessage());
        }
    }

    private static Map<String, String> event(JsonParser parser) {
        var fields = new HashMap<String, String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            if (parser.nextToken().isScalarValue()) {
                fields.put(field, parser.getString());
            }
            parser.skipChildren();
        }
        return fields;
    }

    private void take(long line, Map<String, String> event) {
        if (!String.valueOf(Ndjson.VERSION).equals(event.get("v"))) {
            throw bad(line, "not an event of version " + Ndjson.VERSION);
        }
        String type = event.getOrDefault("type", "");
        String wanted = direction.name().toLowerCase(Locale.ROOT);
        // Only a run in both directions says it of each object; what its other half told is for the other command.
        boolean isOurs = event.getOrDefault("direction", wanted).equals(wanted);
        if (type.equals("object") && "failed".equals(event.get("status")) && isOurs) {
            keys.add(ObjectKey.parse(event.getOrDefault("key", ""))
                    .orElseThrow(() -> bad(line, "the key of what failed is none")));
        }
        if (type.equals("summary") && !BOTH_WAYS.equals(event.get("command"))) {
            String told = event.getOrDefault("direction", event.getOrDefault("command", ""));
            if (!told.equals(wanted)) {
                throw bad(line, "these are the events of a " + told + ", not of a " + wanted);
            }
        }
    }

    private CommandFailure bad(long line, String rule) {
        return CommandFailure.usage(
                name + ", line " + line + ": " + rule, "name the events that an earlier run told with --output ndjson");
    }
}
