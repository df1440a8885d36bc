package dev.waybill.domain.factory;

import java.nio.file.Path;

/// No folder of the wanted name lies at the start or above it.
public final class StorageFolderNotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StorageFolderNotFound(Path start, String needle) {
        super("no folder called \"" + needle + "\" in " + start.toAbsolutePath().normalize()
                + " or any folder above it; make one, or name the folder to use");
    }
}
