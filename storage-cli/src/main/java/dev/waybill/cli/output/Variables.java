package dev.waybill.cli.output;

import dev.waybill.cli.exit.CommandFailure;
import java.io.StringWriter;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Environment variables as other programs read them.
public final class Variables {
    /// What stands for itself to everything that reads `.env` files; they differ in what quotes mean.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9+/=_.:,@%~\\[\\]-]*");

    private Variables() {}

    /// `NAME=value` lines, as Docker and the readers of `.env` files take them.
    ///
    /// @throws CommandFailure if they would not all read a value alike
    public static String dotenv(Map<String, String> variables) {
        variables.forEach((name, value) -> {
            if (!PLAIN.matcher(value).matches()) {
                throw CommandFailure.usage(
                        "the value of " + name + " has a character that not all readers of NAME=value take alike",
                        "write --format shell or --format json");
            }
        });
        return lines(variables, "", value -> value);
    }

    /// Lines for a POSIX shell, which takes all between single quotes as it is.
    public static String shell(Map<String, String> variables) {
        return lines(variables, "export ", value -> "'" + value.replace("'", "'\\''") + "'");
    }

    private static String lines(
            Map<String, String> variables, String before, java.util.function.UnaryOperator<String> quoting) {
        return variables.entrySet().stream()
                .map(entry -> before + entry.getKey() + "=" + quoting.apply(entry.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    /// One JSON object on one line.
    public static String json(Map<String, String> variables) {
        var text = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            generator.writeStartObject();
            variables.forEach(generator::writeStringProperty);
            generator.writeEndObject();
        }
        return text + "\n";
    }
}
