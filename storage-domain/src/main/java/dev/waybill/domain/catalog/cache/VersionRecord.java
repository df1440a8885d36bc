package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StoreId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which contents a version has, as a small text: the store, the folder, type, name and number of the version, and
/// then the digests, each on a line of its own. None of them can hold a line feed.
///
/// @param version the version
/// @param digests what it has
record VersionRecord(CachedVersion version, Set<Checksum> digests) {
    private static final String FORM = "waybill-version-1";
    private static final int HEAD_LINES = 7;

    VersionRecord {
        digests = Set.copyOf(digests);
    }

    static VersionRecord of(CachedVersion version, Collection<ManifestFile> files) {
        var digests = new LinkedHashSet<Checksum>();
        files.forEach(file -> digests.add(file.digest()));
        return new VersionRecord(version, digests);
    }

    String text() {
        StoreId store = version.repository().store();
        var lines = new ArrayList<String>(List.of(
                FORM,
                store.scheme(),
                store.location(),
                version.repository().root().value(),
                version.artifact().type(),
                version.artifact().name(),
                Integer.toString(version.version())));
        digests.stream().map(Checksum::hex).sorted().forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }

    /// The record that a text holds; empty if it is none.
    static Optional<VersionRecord> parse(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        boolean whole = lines.size() > HEAD_LINES
                && lines.getFirst().equals(FORM)
                && lines.getLast().isEmpty();
        if (!whole) {
            return Optional.empty();
        }
        try {
            var repository = new CatalogId(new StoreId(lines.get(1), lines.get(2)), KeyPrefix.of(lines.get(3)));
            var version = new CachedVersion(
                    repository, new ArtifactId(lines.get(4), lines.get(5)), Integer.parseInt(lines.get(6)));
            var digests = new LinkedHashSet<Checksum>();
            for (String hex : lines.subList(HEAD_LINES, lines.size() - 1)) {
                digests.add(new Checksum(ChecksumAlgorithm.SHA256, hex));
            }
            return Optional.of(new VersionRecord(version, digests));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
