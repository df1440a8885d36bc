package dev.waybill.adapter.sftp;

import dev.waybill.port.ListOptions;

/// Which names a listing asks for.
///
/// @param options of the listing
record Wanted(ListOptions options) {
    /// Whether it asks for an object of this name.
    boolean isAsked(String name) {
        return name.startsWith(options.prefix().value()) && isBehindStart(name);
    }

    /// Whether it asks for anything in the folder of this name, which ends in `/`.
    boolean isAskedWithin(String folder) {
        boolean within = options.startAfter()
                .filter(after -> after.value().startsWith(folder))
                .isPresent();
        return folder.startsWith(options.prefix().value())
                && (within || isBehindStart(folder))
                && !options.omittable().test(folder);
    }

    private boolean isBehindStart(String name) {
        return options.startAfter()
                .filter(after -> SftpKeys.ORDER.compare(name, after.value()) <= 0)
                .isEmpty();
    }
}
