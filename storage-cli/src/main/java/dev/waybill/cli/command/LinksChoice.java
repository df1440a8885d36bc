package dev.waybill.cli.command;

import java.util.Locale;

/// What becomes of symbolic links in local folders.
enum LinksChoice {
    /// They are left out and counted.
    SKIP,
    /// They stand for what they lead to, if that lies in the folder.
    FOLLOW,
    /// Each counts as failed.
    ERROR;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
