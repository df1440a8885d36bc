package dev.waybill.adapter.fs;

import dev.waybill.port.FileIdentities;
import dev.waybill.port.FileIdentity;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Asks the file system for what it tells of a file beyond its facts: its device, and when it was last changed.
///
/// Java has that by a file's path only, not by the handle of its folder. So what the path gives counts only if it
/// is the very file, of the very version, that was found by handles; nothing is opened or read by it.
final class FsIdentities implements FileIdentities {
    private static final String ATTRIBUTES = "unix:dev,ino,ctime,size,lastModifiedTime";

    private final SafeRoot root;
    private final FsErrors errors;

    FsIdentities(SafeRoot root) {
        this.root = root;
        this.errors = new FsErrors(FsAdapter.storeOf(root), root.path());
    }

    @Override
    public Optional<FileIdentity> of(ObjectMetadata version) {
        ObjectKey key = version.key();
        try (Place place = root.find(FsKeys.names(key), true).orElse(null)) {
            Optional<FileFacts> facts = place == null ? Optional.empty() : place.file();
            return facts.filter(file -> version.etag().equals(Optional.of(file.etag())))
                    .flatMap(file -> identity(place.path().resolve(place.leaf()), file));
        } catch (IOException e) {
            throw errors.of(key, e);
        }
    }

    private static Optional<FileIdentity> identity(Path path, FileFacts facts) {
        if (facts.node() == 0) {
            return Optional.empty();
        }
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(path, ATTRIBUTES);
        } catch (UnsupportedOperationException | IllegalArgumentException noSuchView) {
            return Optional.of(
                    new FileIdentity(Long.toHexString(facts.node()), facts.size(), facts.modified(), Optional.empty()));
        } catch (IOException vanished) {
            return Optional.empty();
        }
        boolean same = attributes.get("ino") instanceof Long node
                && node == facts.node()
                && Long.valueOf(facts.size()).equals(attributes.get("size"))
                && instant(attributes, "lastModifiedTime").equals(Optional.of(facts.modified()));
        return same && attributes.get("dev") instanceof Long device
                ? Optional.of(new FileIdentity(
                        Long.toHexString(device) + ':' + Long.toHexString(facts.node()),
                        facts.size(),
                        facts.modified(),
                        instant(attributes, "ctime")))
                : Optional.empty();
    }

    private static Optional<Instant> instant(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof FileTime time ? Optional.of(time.toInstant()) : Optional.empty();
    }
}
