package dev.waybill.domain.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the local folder that a project keeps its data in.
public final class StorageFolder {
    /// What the folder is called where nothing else is said.
    public static final String DEFAULT_NAME = "storage";

    private StorageFolder() {}

    /// The nearest folder called `name`, beside `start` or what lies above it; a file so called is not one.
    ///
    /// @throws IllegalArgumentException if `name` is not a single name
    public static Optional<Path> find(Path start, String name) {
        if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("not the name of a folder: \"" + name + "\": it must be a single name");
        }
        for (Path folder = start.toAbsolutePath().normalize(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve(name);
            if (Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
