package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// A program of our own in the place of the Azure CLI.
///
/// @param folder where it is, which stands first on the path of who looks for it
record AzProgram(Path folder) {
    /// From now on it notes its process and its arguments, and does this.
    void does(String script) throws IOException {
        Path az = folder.resolve("az");
        Files.writeString(az, "#!/bin/sh\necho $$ \"$@\" >> '" + asking() + "'\n" + script + "\n");
        assertThat(az.toFile().setExecutable(true)).isTrue();
    }

    /// Removes it, and what it noted.
    void remove() throws IOException {
        Files.deleteIfExists(folder.resolve("az"));
        Files.deleteIfExists(asking());
    }

    /// What it noted, a line each time that it ran.
    List<String> asked() throws IOException {
        return Files.exists(asking()) ? Files.readAllLines(asking()) : List.of();
    }

    private Path asking() {
        return folder.resolve("asked");
    }

    /// How newer versions of it give a token, with a warning as of any version.
    ///
    /// @param end when the token ends by its own word
    /// @param told when by that of the program
    static String token(Instant end, Instant told) {
        return """
                echo 'WARNING: there is another version' >&2
                echo '{ "accessToken": "%s", "expiresOn": "1999-12-31 00:00:00.000000", "expires_on": %d,
                  "subscription": "s", "tenant": "t", "tokenType": "Bearer" }'""".formatted(IdentityBench.token(end), told.getEpochSecond());
    }
}
