package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.config.hosts.KnownHostHashValue;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/// The files of known host keys (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). Any thread may read them.
///
/// @param files all that are read, of which those that are not there hold nothing; the first is the user's own
record KnownHosts(List<Path> files) {
    private static final Path EVERYBODYS = Path.of("/etc/ssh/ssh_known_hosts");
    private static final String REVOKED = "revoked";

    KnownHosts {
        files = List.copyOf(files);
    }

    /// The files of a configuration.
    static KnownHosts of(SftpConfig config) {
        var own = SftpConfig.local(config.trust().knownHosts().orElse("~/.ssh/known_hosts"));
        return new KnownHosts(config.trust().knownHosts().isPresent() ? List.of(own) : List.of(own, EVERYBODYS));
    }

    /// A line of a file that is about a machine.
    record Known(Path file, PublicKey key, boolean revoked) {
        boolean is(PublicKey other) {
            return KeyUtils.compareKeys(key, other);
        }
    }

    /// What is known of a machine.
    List<Known> of(SshdSocketAddress where) throws IOException {
        var known = new ArrayList<Known>();
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                for (var entry : KnownHostEntry.readKnownHostEntries(file)) {
                    if (isAbout(where, entry)) {
                        key(entry).ifPresent(key -> known.add(new Known(file, key, isRevoked(entry))));
                    }
                }
            }
        }
        return known;
    }

    /// Patterns are matched with the machine as the files name it, as OpenSSH does, so that `*` means every port
    /// too. A key that is revoked at one port is at all.
    private static boolean isAbout(SshdSocketAddress where, KnownHostEntry entry) {
        return entry.isHostMatch(where.getHostName(), where.getPort())
                || entry.isHostMatch(pattern(where), SftpConfig.SSH_PORT)
                || (isRevoked(entry) && entry.isHostMatch(where.getHostName(), SftpConfig.SSH_PORT));
    }

    private static boolean isRevoked(KnownHostEntry entry) {
        return REVOKED.equals(entry.getMarker());
    }

    /// The key of a line; lines with a kind of key that is not supported, and authorities, say nothing here.
    private static Optional<PublicKey> key(KnownHostEntry entry) throws IOException {
        boolean plain = entry.getMarker() == null || isRevoked(entry);
        if (!plain || entry.getKeyEntry() == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                    entry.getKeyEntry().resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.IGNORING));
        } catch (GeneralSecurityException unsupported) {
            return Optional.empty();
        }
    }

    /// Adds keys of a machine to the user's own file, which nobody else may read.
    void add(SshdSocketAddress where, List<PublicKey> keys) throws IOException {
        Path own = makeOwn();
        var text = new StringBuilder(endsInTheMiddleOfALine(own) ? "\n" : "");
        for (var key : keys) {
            text.append(pattern(where))
                    .append(' ')
                    .append(PublicKeyEntry.toString(key))
                    .append('\n');
        }
        Files.writeString(own, text, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /// Adds keys of a machine in place of all others of it in the user's own file; what was there stays beside it
    /// as `known_hosts.old`.
    ///
    /// @throws IOException also if a line with a pattern for many machines speaks of this one
    void replace(SshdSocketAddress where, List<PublicKey> keys) throws IOException {
        Path own = makeOwn();
        var kept = new ArrayList<String>();
        for (String line : Files.readAllLines(own)) {
            if (!isOf(where, line)) {
                kept.add(line);
            } else if (line.strip().split("\\s", 2)[0].matches(".*[*?!].*")) {
                throw new IOException("the line for " + line.strip().split("\\s", 2)[0] + " in " + own
                        + " speaks of more machines than this one; change it by hand");
            }
        }
        Files.copy(
                own,
                own.resolveSibling(own.getFileName() + ".old"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        keys.forEach(key -> kept.add(pattern(where) + ' ' + PublicKeyEntry.toString(key)));
        Path fresh = Files.createTempFile(
                own.resolveSibling(""),
                own.getFileName() + ".",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, kept);
        Files.move(fresh, own, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isOf(SshdSocketAddress where, String line) {
        try {
            var entry = KnownHostEntry.parseKnownHostEntry(line);
            return entry != null && entry.getMarker() == null && isAbout(where, entry);
        } catch (RuntimeException noSuchLine) {
            return false;
        }
    }

    /// The user's own file, made if it is not there; where it is a link, what that leads to.
    private Path makeOwn() throws IOException {
        Path own = files.getFirst().toAbsolutePath();
        if (Files.exists(own)) {
            return own.toRealPath();
        }
        Path folder = own.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return Files.createFile(
                own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static boolean endsInTheMiddleOfALine(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return bytes.length > 0 && !new String(bytes, bytes.length - 1, 1, StandardCharsets.ISO_8859_1).equals("\n");
    }

    /// How the files name a machine: alone at the port of SSH, else `[host]:port`.
    static String pattern(SshdSocketAddress where) {
        return where.getPort() == SftpConfig.SSH_PORT
                ? where.getHostName()
                : KnownHostHashValue.createHostPattern(where.getHostName(), where.getPort());
    }
}
