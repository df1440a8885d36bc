package dev.waybill.adapter.sftp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;

/// The user's SSH configuration as OpenSSH reads it (ssh_config(5)), as far as it can be known here: files that it
/// includes are read, and sections that begin with `Match` are passed over, but for `Match all`.
final class SshConfigFile {
    private static final int MAX_INCLUDES = 16;

    private final Path file;
    private final List<String> lines = new ArrayList<>();
    private boolean passedOver;

    private SshConfigFile(Path file) {
        this.file = file;
    }

    /// What it says of hosts.
    ///
    /// @param configured the file, `none`, or empty for the user's own, which need not be there
    static HostConfigEntryResolver resolver(Optional<String> configured) throws IOException {
        if (configured.equals(Optional.of("none"))) {
            return HostConfigEntryResolver.EMPTY;
        }
        Path file = SftpConfig.local(configured.orElse("~/.ssh/config"));
        if (configured.isEmpty() && !Files.isReadable(file)) {
            return HostConfigEntryResolver.EMPTY;
        }
        var config = new SshConfigFile(file);
        try {
            config.read(file, 0);
            try (var text = new BufferedReader(new StringReader(String.join("\n", config.lines)))) {
                return HostConfigEntry.toHostConfigEntryResolver(HostConfigEntry.readHostConfigEntries(text));
            }
        } catch (NoSuchFileException e) {
            throw new UnusableFile("there is no SSH configuration " + e.getFile(), e);
        } catch (IOException | RuntimeException e) {
            throw new UnusableFile("the SSH configuration " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// A file that was configured cannot be used.
    static final class UnusableFile extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableFile(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private void read(Path from, int depth) throws IOException {
        if (depth > MAX_INCLUDES) {
            throw new IOException("files include one another more than " + MAX_INCLUDES + " deep");
        }
        for (String line : Files.readAllLines(from)) {
            String[] words = line.strip().split("\\s*=\\s*|\\s+", 2);
            switch (words[0].toLowerCase(Locale.ROOT)) {
                case "include" -> {
                    if (!passedOver) {
                        for (Path included : included(words.length > 1 ? words[1] : "")) {
                            read(included, depth + 1);
                        }
                    }
                }
                case "match" -> {
                    passedOver = words.length < 2 || !words[1].strip().equalsIgnoreCase("all");
                    if (!passedOver) {
                        lines.add("Host *");
                    }
                }
                case "host" -> {
                    passedOver = false;
                    lines.add(line);
                }
                default -> {
                    if (!passedOver) {
                        lines.add(line);
                    }
                }
            }
        }
    }

    /// The files that an `Include` names; relative ones lie beside the configuration.
    private List<Path> included(String patterns) throws IOException {
        var found = new ArrayList<Path>();
        for (String pattern : patterns.strip().split("\\s+", -1)) {
            Path path = SftpConfig.local(pattern.replace("\"", ""));
            Path absolute = file.toAbsolutePath().resolveSibling(path);
            Path folder = absolute.getParent();
            if (folder == null || absolute.getFileName() == null) {
                continue;
            }
            try (DirectoryStream<Path> matches =
                    Files.newDirectoryStream(folder, absolute.getFileName().toString())) {
                var some = new ArrayList<Path>();
                matches.forEach(match -> {
                    if (Files.isRegularFile(match)) {
                        some.add(match);
                    }
                });
                some.sort(Comparator.naturalOrder());
                found.addAll(some);
            } catch (NoSuchFileException | NotDirectoryException nothingThere) {
                // As OpenSSH has it: nothing is included.
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return found;
    }
}
