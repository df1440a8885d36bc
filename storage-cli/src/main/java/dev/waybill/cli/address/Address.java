package dev.waybill.cli.address;

import java.net.URI;

/// What an argument of a command names.
public sealed interface Address {
    /// The argument as it was typed.
    String typed();

    /// Standard input or output: `-`.
    record Standard() implements Address {
        @Override
        public String typed() {
            return "-";
        }
    }

    /// A file or folder of this machine.
    ///
    /// @param path as typed; may be relative
    record Local(String typed, String path) implements Address {}

    /// Something in a configured remote: `lab:models/a.bin`.
    ///
    /// @param remote its name
    /// @param path what lies behind the `:`
    record Remote(String typed, String remote, String path) implements Address {}

    /// Something in a store that a URL names: `s3://bucket/models/a.bin`.
    ///
    /// @param typed as it was typed, without what may be a password
    /// @param url whose store its provider knows to tell from the path in it
    record Url(String typed, URI url) implements Address {}

    /// Whether it is written as a folder: with a `/` at the end, or with nothing behind the store's name.
    default boolean isWrittenAsFolder() {
        return switch (this) {
            case Standard _ -> false;
            case Local local ->
                local.path.endsWith("/")
                        || local.path.equals(".")
                        || local.path.endsWith("/.")
                        || local.path.equals("..")
                        || local.path.endsWith("/..");
            case Remote remote -> remote.path.isEmpty() || remote.path.endsWith("/");
            case Url url ->
                url.url.getRawPath().isEmpty() || url.url.getRawPath().endsWith("/");
        };
    }
}
