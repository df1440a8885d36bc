package dev.waybill.domain.config;

import java.util.regex.Pattern;

/// What remotes may be called, so that `name:path` is never taken for anything else.
final class RemoteName {
    static final String RULE = "it must have two or more letters, digits, _ . or -, and begin with a letter or digit"
            + " (a single letter would be a drive)";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]+");

    private RemoteName() {}

    static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }
}
