package dev.waybill.port.spi;

import java.util.List;
import java.util.Optional;

/// One key that a provider reads from its remote's configuration; documentation and the refusal of unknown
/// keys are made from these.
///
/// @param name as written in the configuration: `accessKeyId`
/// @param type the form of its values, for the reader: `text`, `URL`, `duration`, `size`, `yes or no`
/// @param description what it does, in one sentence without a full stop
/// @param defaultValue what holds without it, for the reader
/// @param required whether the remote cannot do without it
/// @param secret whether its value must never be shown
/// @param choices the values it may have, or empty if any of the type
/// @param variable the environment variable whose value it has where it is left out, if there is one: the remote
///     needs one of the two
/// @param list whether the file may have a list there; it is read as one text with commas between its items
public record ConfigKey(
        String name,
        String type,
        String description,
        Optional<String> defaultValue,
        boolean required,
        boolean secret,
        List<String> choices,
        Optional<String> variable,
        boolean list) {

    /// @throws IllegalArgumentException if `name` is not a camel-case word
    public ConfigKey {
        if (!name.matches("[a-z][A-Za-z0-9]*")) {
            throw new IllegalArgumentException("not a configuration key: " + name + ": it must be a camel-case word");
        }
        choices = List.copyOf(choices);
    }

    /// A key that the remote cannot do without.
    public static ConfigKey required(String name, String type, String description) {
        return new ConfigKey(
                name, type, description, Optional.empty(), true, false, List.of(), Optional.empty(), false);
    }

    /// A key that may be left out; `defaultValue` words what holds then.
    public static ConfigKey optional(String name, String type, String description, String defaultValue) {
        return new ConfigKey(
                name, type, description, Optional.of(defaultValue), false, false, List.of(), Optional.empty(), false);
    }

    /// A key that may be left out and whose value must never be shown.
    public static ConfigKey secret(String name, String description, String defaultValue) {
        return new ConfigKey(
                name,
                "secret",
                description,
                Optional.of(defaultValue),
                false,
                true,
                List.of(),
                Optional.empty(),
                false);
    }

    /// A key whose value must never be shown, and that may be left out where this environment variable is set.
    public static ConfigKey variableSecret(String name, String description, String variable) {
        return new ConfigKey(
                name,
                "secret",
                description,
                Optional.of("the variable " + variable),
                false,
                true,
                List.of(),
                Optional.of(variable),
                false);
    }

    /// A key that may be left out and has one of these values.
    public static ConfigKey choice(String name, String description, String defaultValue, List<String> choices) {
        return new ConfigKey(
                name, "choice", description, Optional.of(defaultValue), false, false, choices, Optional.empty(), false);
    }

    /// A key that may be left out and has several names, in a list or with commas between.
    public static ConfigKey names(String name, String description, String defaultValue) {
        return new ConfigKey(
                name,
                "list of names, or names parted by commas",
                description,
                Optional.of(defaultValue),
                false,
                false,
                List.of(),
                Optional.empty(),
                true);
    }
}
