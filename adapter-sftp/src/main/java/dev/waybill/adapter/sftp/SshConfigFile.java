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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.jspecify.annotations.Nullable;

/// The user's SSH configuration as OpenSSH reads it (ssh_config(5)), as far as it can be known here: files that it
/// includes are read, and sections that begin with `Match` are passed over, but for `Match all`.
final class SshConfigFile {
    private static final int MAX_INCLUDES = 16;
    private static final String EVERYWHERE = "Host *";
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    /// Of those that Unicode leaves to programs.
    private static final char SHIELDED_SPACE = '\uE000';

    private final Path file;
    private final List<String> lines = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private String section = EVERYWHERE;
    private boolean passedOver;

    private SshConfigFile(Path file) {
        this.file = file;
    }

    /// What it says of hosts.
    ///
    /// @param configured the file, `none`, or empty for the user's own, which need not be there
    static HostConfigEntryResolver resolver(Optional<String> configured) throws IOException {
        var config = read(configured);
        if (config.isEmpty()) {
            return HostConfigEntryResolver.EMPTY;
        }
        try (var text = new BufferedReader(new StringReader(String.join("\n", config.get().lines)))) {
            return HostConfigEntry.toHostConfigEntryResolver(HostConfigEntry.readHostConfigEntries(text));
        } catch (IOException | RuntimeException e) {
            throw unusable(config.get().file, e);
        }
    }

    /// What a user must be told of it who cannot log in or connect: which of its sections count for nothing here.
    static Optional<String> warning(Optional<String> configured) {
        try {
            return read(configured)
                    .filter(config -> !config.leftOut.isEmpty())
                    .map(config -> "sections of Match are passed over in the SSH configuration; what these say must"
                            + " stand under Host, or in the remote: " + String.join(", ", config.leftOut));
        } catch (IOException e) {
            // Who reads it for its hosts tells why it cannot be read.
            return Optional.empty();
        }
    }

    private static Optional<SshConfigFile> read(Optional<String> configured) throws IOException {
        if (configured.equals(Optional.of("none"))) {
            return Optional.empty();
        }
        Path file = SftpConfig.local(configured.orElse("~/.ssh/config"));
        if (configured.isEmpty() && !Files.isReadable(file)) {
            return Optional.empty();
        }
        var config = new SshConfigFile(file);
        try {
            config.read(file, 0);
            return Optional.of(config);
        } catch (NoSuchFileException e) {
            throw new UnusableFile("there is no SSH configuration " + e.getFile(), e);
        } catch (IOException | RuntimeException e) {
            throw unusable(file, e);
        }
    }

    private static UnusableFile unusable(Path file, Exception e) {
        return new UnusableFile("the SSH configuration " + file + " cannot be read: " + e.getMessage(), e);
    }

    /// A file that was configured cannot be used.
    static final class UnusableFile extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableFile(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private void read(Path from, int depth) throws IOException {
        if (depth > MAX_INCLUDES) {
            throw new IOException("files include one another more than " + MAX_INCLUDES + " deep");
        }
        var text = Files.readAllLines(from);
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i).strip();
            String[] words = line.split("\\s*=\\s*|\\s+", 2);
            switch (words[0].toLowerCase(Locale.ROOT)) {
                case "include" -> include(words.length > 1 ? words[1] : "", depth);
                case "match" -> {
                    passedOver = words.length < 2 || !words[1].strip().equalsIgnoreCase("all");
                    if (passedOver) {
                        leftOut.add(from.getFileName() + " line " + (i + 1) + " (" + line + ")");
                    } else {
                        begin(EVERYWHERE);
                    }
                }
                case "host" -> {
                    passedOver = false;
                    begin(line);
                }
                default -> {
                    if (!passedOver) {
                        lines.add(shielded(line));
                    }
                }
            }
        }
    }

    /// What stands in quotes is one word, which MINA SSHD takes for several where it has spaces.
    private static String shielded(String line) {
        return QUOTED.matcher(line)
                .replaceAll(quoted -> Matcher.quoteReplacement(quoted.group(1).replace(' ', SHIELDED_SPACE)));
    }

    /// A value as it was written.
    static String plain(String value) {
        return value.replace(SHIELDED_SPACE, ' ');
    }

    private void begin(String header) {
        section = header;
        lines.add(header);
    }

    /// Reads the files in place of the line that names them; behind them goes on the section that it stands in.
    private void include(String patterns, int depth) throws IOException {
        if (passedOver) {
            return;
        }
        String before = section;
        for (Path included : included(patterns)) {
            read(included, depth + 1);
            passedOver = false;
            begin(before);
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
