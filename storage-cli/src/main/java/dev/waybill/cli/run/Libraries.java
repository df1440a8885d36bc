package dev.waybill.cli.run;

import java.util.Properties;

/// Tells libraries what there is of what they would look for. A look for what is not there, or for all there is, opens
/// every jar of the class path, a hundred of them, which takes longer than most of what a command does.
public final class Libraries {
    private static final String JAVA_LOGS = "java.util.logging.config.";

    private Libraries() {}

    /// To be called before the first of them is used. What the user says of them in Java's options stands.
    public static void tellWhatThereIs() {
        Properties properties = System.getProperties();
        // picocli looks for Groovy, in whose closures options may be declared.
        properties.putIfAbsent("picocli.disable.closures", "true");
        properties.putIfAbsent("slf4j.provider", Logging.class.getName());
        // Of a provider that it is told of slf4j would tell the user in turn.
        properties.putIfAbsent("slf4j.internal.verbosity", "WARN");
        if (!properties.containsKey(JAVA_LOGS + "file")) {
            properties.putIfAbsent(JAVA_LOGS + "class", Logging.Unheard.class.getName());
        }
    }
}
