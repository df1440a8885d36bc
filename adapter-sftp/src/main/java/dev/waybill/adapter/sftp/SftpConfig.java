package dev.waybill.adapter.sftp;

import dev.waybill.port.Secret;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.ConfigKey;
import dev.waybill.port.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A folder on another machine and how to reach it.
///
/// @param name what the remote is called in commands, if it has a name
/// @param host the machine, or its alias in the SSH configuration
/// @param port where its server listens, or empty for what the SSH configuration says, or 22
/// @param user who logs in, or empty for what the SSH configuration says, or this user
/// @param root the folder; a relative one counts from where the server puts the user, mostly the home
/// @param login how the user is known to the server
/// @param trust how the server is known to the user
/// @param connection how connections are kept
/// @param sshProgram the user's own program for SSH that leads there, or empty for this process itself
/// @param createRoot whether a missing root is an empty store that the first write makes, and no error
/// @param pruneEmptyFolders whether deleting the last object of a folder removes the folder
/// @param fsync whether a write is on the server's disk when it returns, where the server can tell
/// @param remoteCommands whether programs may be run on the server, near the data
record SftpConfig(
        Optional<String> name,
        String host,
        OptionalInt port,
        Optional<String> user,
        String root,
        Login login,
        Trust trust,
        Connection connection,
        Optional<String> sshProgram,
        boolean createRoot,
        boolean pruneEmptyFolders,
        boolean fsync,
        boolean remoteCommands) {

    /// The root that is where the server puts the user.
    static final String HOME = ".";

    /// The port of SSH.
    static final int SSH_PORT = 22;

    /// Which ways of proving who one is are tried.
    enum Auth {
        /// Keys from files, then those of the agent, then the password, as far as each is there.
        ANY,
        /// Keys from files.
        KEY,
        /// The keys of the running agent.
        AGENT,
        /// The password.
        PASSWORD
    }

    /// How the user is known to the server.
    ///
    /// @param auth which ways are tried
    /// @param identityFile the file of the private key, or empty for those of the SSH configuration, or the usual
    /// @param passphrase what opens the file of the key
    /// @param password the password
    /// @param agent the socket of the agent, or empty for the one of the environment
    record Login(
            Auth auth,
            Optional<String> identityFile,
            Optional<Secret> passphrase,
            Optional<Secret> password,
            Optional<String> agent) {}

    /// How the server is known to the user.
    ///
    /// @param sshConfig the SSH configuration, or empty for the user's own
    /// @param knownHosts the file of known host keys, or empty for the user's own
    /// @param proxyJump the machines to go through, as in `ProxyJump`; empty for what the SSH configuration says
    record Trust(Optional<String> sshConfig, Optional<String> knownHosts, Optional<String> proxyJump) {}

    /// How connections are kept.
    ///
    /// @param connectTimeout how long connecting and logging in may take, each
    /// @param readTimeout how long the server may give no sign of life while an answer is due
    /// @param keepAlive how often an idle server is asked whether it is there
    /// @param connections how many connections at most
    /// @param channels how many conversations at most in each; OpenSSH allows 10
    /// @param compression whether to compress what is sent
    /// @param algorithms what may encrypt and agree on keys
    record Connection(
            Duration connectTimeout,
            Duration readTimeout,
            Duration keepAlive,
            int connections,
            int channels,
            boolean compression,
            SshAlgorithms algorithms) {}

    static final List<ConfigKey> KEYS = List.of(
            ConfigKey.required("host", "text", "The machine, or its alias in the SSH configuration"),
            ConfigKey.optional(
                    "port", "number", "Where its SSH server listens", "what the SSH configuration says, or 22"),
            ConfigKey.optional("user", "text", "Who logs in", "what the SSH configuration says, or your own name"),
            ConfigKey.required(
                    "root", "text", "The folder that holds the objects; a relative one counts from the home"),
            ConfigKey.choice(
                    "auth",
                    "How to log in; any tries keys, then the agent, then the password",
                    "any",
                    List.of("any", "key", "agent", "password")),
            ConfigKey.optional(
                    "identityFile",
                    "path",
                    "The file of the private key",
                    "what the SSH configuration says, or ~/.ssh/id_*"),
            ConfigKey.secret("passphrase", "What opens the file of the private key", "none"),
            ConfigKey.secret("password", "The password", "none"),
            ConfigKey.optional("agent", "path", "The socket of the agent that holds the keys", "SSH_AUTH_SOCK"),
            ConfigKey.optional("sshConfig", "path", "The SSH configuration, or none", "~/.ssh/config"),
            ConfigKey.optional(
                    "knownHosts", "path", "The file of the host keys that are trusted", "~/.ssh/known_hosts"),
            ConfigKey.optional(
                    "proxyJump",
                    "text",
                    "Machines to go through: user@host:port, more with commas between",
                    "what the SSH configuration says"),
            ConfigKey.optional(
                    "sshProgram",
                    "text",
                    "Your own program for SSH, such as ssh, to connect by; it reads its own configuration",
                    "none: waybill connects itself"),
            ConfigKey.optional(
                    "connectTimeout", "duration", "How long connecting and logging in may take, each", "10s"),
            ConfigKey.optional("readTimeout", "duration", "How long the server may give no sign of life", "60s"),
            ConfigKey.optional("keepAlive", "duration", "How often an idle server is asked whether it is there", "15s"),
            ConfigKey.optional("connections", "number", "Connections at most", "2"),
            ConfigKey.optional("channels", "number", "Conversations at most in each connection", "4"),
            ConfigKey.optional("compression", "yes or no", "Compress what is sent", "no"),
            ConfigKey.names(
                    SshAlgorithms.CIPHERS,
                    "Which ciphers are offered to the server, the preferred first",
                    "what the client that connects offers"),
            ConfigKey.names(
                    SshAlgorithms.KEY_EXCHANGE,
                    "Which ways to agree on keys are offered to the server, the preferred first",
                    "what the client that connects offers"),
            ConfigKey.optional("createRoot", "yes or no", "Make the folder on the first write if it is missing", "no"),
            ConfigKey.optional(
                    "pruneEmptyFolders", "yes or no", "Remove a folder with the last object deleted in it", "yes"),
            ConfigKey.optional("fsync", "yes or no", "Have every write on the server's disk before it returns", "yes"),
            ConfigKey.optional(
                    "remoteCommands",
                    "yes or no",
                    "Let the server itself hash files and delete folders, by its python3",
                    "no"));

    /// Reads the settings of a remote, noting every problem there.
    static SftpConfig read(Settings settings) {
        String host = settings.requiredText("host");
        if (!host.isEmpty() && !host.matches("[^\\s@/\\p{Cntrl}]+")) {
            settings.problem("host", "must be a name or an address alone; user and port have keys of their own");
        }
        settings.text("user")
                .filter(user -> !user.matches("[^\\s@:/\\p{Cntrl}]+"))
                .ifPresent(user -> {
                    settings.problem("user", "must be a name alone; the password has a key of its own");
                });
        var port = settings.text("port").isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(settings.number("port", SSH_PORT, 1, 65_535));
        var config = new SftpConfig(
                settings.remote(),
                host,
                port,
                settings.text("user"),
                root(settings),
                login(settings),
                trust(settings),
                connection(settings),
                settings.text("sshProgram"),
                settings.flag("createRoot", false),
                settings.flag("pruneEmptyFolders", true),
                settings.flag("fsync", true),
                settings.flag("remoteCommands", false));
        ProgramRules.check(settings, config);
        return config;
    }

    private static String root(Settings settings) {
        String root = settings.requiredText("root");
        if (root.chars().anyMatch(Character::isISOControl)) {
            settings.problem("root", "must not have control characters");
        }
        return root.length() > 1 && root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    }

    private static Login login(Settings settings) {
        var login = new Login(
                settings.choice("auth", Auth.class, Auth.ANY),
                settings.text("identityFile"),
                settings.secret("passphrase"),
                settings.secret("password"),
                settings.text("agent"));
        if (login.auth() == Auth.PASSWORD && login.password().isEmpty()) {
            settings.problem("auth", "is password, and there is no password; write password: ${env:NAME}");
        }
        return login;
    }

    private static Trust trust(Settings settings) {
        var proxyJump = settings.text("proxyJump");
        proxyJump.flatMap(Jump::violation).ifPresent(rule -> settings.problem("proxyJump", rule));
        return new Trust(settings.text("sshConfig"), settings.text("knownHosts"), proxyJump);
    }

    private static Connection connection(Settings settings) {
        return new Connection(
                settings.duration("connectTimeout", Duration.ofSeconds(10)),
                settings.duration("readTimeout", Duration.ofSeconds(60)),
                settings.duration("keepAlive", Duration.ofSeconds(15)),
                settings.number("connections", 2, 1, 64),
                settings.number("channels", 4, 1, 64),
                settings.flag("compression", false),
                SshAlgorithms.read(settings));
    }

    /// Which store this is.
    StoreId store() {
        String at = user.map(name -> name + "@").orElse("");
        String where = port.isPresent() ? host + ":" + port.getAsInt() : host;
        String path = root.startsWith("/") ? root : root.equals(HOME) ? "/~" : "/~/" + root;
        return new StoreId(SftpAdapterProvider.SCHEME, (at + where + path).isEmpty() ? "?" : at + where + path);
    }

    /// The remote's name, if it has one. A URL says all there is to say of where a server is, unless the remote was
    /// configured otherwise.
    String nameInCommands() {
        boolean plain = trust.equals(new Trust(Optional.empty(), Optional.empty(), Optional.empty()));
        return name.orElseGet(() -> plain ? store().toString() : "REMOTE (the remote's name)");
    }

    /// A path of this machine, where `~/` stands for the user's home.
    static Path local(String path) {
        return Path.of(expanded(path));
    }

    /// The same, or the name of a program alone, as it was written otherwise.
    static String expanded(String path) {
        return path.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), path.substring(2)).toString()
                : path;
    }
}
