package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// A version of an artifact of a repository.
///
/// @param repository where it lies
/// @param artifact what it is a version of
/// @param version its number
public record CachedVersion(CatalogId repository, ArtifactId artifact, int version) {
    /// What is spelled one way only.
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9._/-]*");

    private static final int MOST_CHARACTERS = 60;
    private static final int HEX_DIGITS = 8;

    /// @throws IllegalArgumentException if the number is less than 1
    public CachedVersion {
        if (version < 1) {
            throw new IllegalArgumentException("a version must be 1 or more: " + version);
        }
    }

    /// The name of the folder of a repository: so much of its URL that people know it, and what tells it from others.
    static String folderName(CatalogId repository) {
        String url = repository.toString();
        String plain = url.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        String shown = plain.length() > MOST_CHARACTERS ? plain.substring(plain.length() - MOST_CHARACTERS) : plain;
        return shown.replaceAll("^[-.]+", "") + "-"
                + hash(repository.store() + "\n" + repository.root()).substring(0, HEX_DIGITS);
    }

    private static String hash(String text) {
        return ContentHasher.hash(ChecksumAlgorithm.SHA256, text.getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    /// Where its files are, below the folder of all downloads.
    ///
    /// @param unlike whether it must be unlike those of others not by spelling alone
    Path folder(boolean unlike) {
        boolean plain = PLAIN.matcher(artifact.toString()).matches();
        String name = unlike && !plain
                ? artifact.name() + "-" + hash(artifact.toString()).substring(0, HEX_DIGITS)
                : artifact.name();
        return Path.of(folderName(repository), artifact.type(), name, "v" + version);
    }

    /// A name for a file that is about it.
    String fileName() {
        return hash(repository.store() + "\n" + repository.root() + "\n" + artifact + "\n" + version);
    }

    @Override
    public String toString() {
        return artifact + ":v" + version + " of " + repository;
    }
}
