package dev.waybill.adapter.sftp;

import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.RemoteProgram;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Runs programs on the server by its `python3`, over a connection of its own. Any thread may use it.
///
/// The command line is one constant, in which no shell finds anything to expand. The program follows on standard
/// input, preceded by its length, and behind it the JSON that it is to work on.
final class SftpExecutor implements RemoteExecutor {
    /// Isolated from the environment and the folder it starts in; reads the program, whose length stands in front.
    static final String COMMAND =
            "exec python3 -I -S -c 'import sys;b=sys.stdin.buffer;exec(compile(b.read(int(b.readline())),\"waybill\",\"exec\"))'";

    private static final String BEGUN = "waybill program begins\n";
    private static final int ROOT_MISSING = 3;
    private static final int MAX_WORDS = 600;
    private static final int MAX_AT_ONCE = 4;

    private final SftpConfig config;
    private final SftpErrors errors;
    private final Lifetime lifetime;
    private final Dialer dialer;
    private final Semaphore running = new Semaphore(MAX_AT_ONCE);
    private Optional<Line> line = Optional.empty();
    private Optional<String> root = Optional.empty();

    SftpExecutor(SftpConfig config) {
        this.config = config;
        errors = new SftpErrors(config.store());
        lifetime = new Lifetime(errors);
        dialer = Dialer.of(config);
    }

    @Override
    public StoreId store() {
        return errors.store();
    }

    @Override
    public String run(RemoteProgram program, String arguments) {
        lifetime.begin(Optional.empty());
        try {
            running.acquire();
        } catch (InterruptedException e) {
            throw errors.cancelled(Optional.empty(), e);
        }
        try {
            return run(line(), program, arguments);
        } catch (IOException e) {
            throw errors.of(Optional.empty(), e);
        } finally {
            running.release();
        }
    }

    /// The one connection, made again when it was lost.
    private synchronized Line line() throws IOException {
        if (line.filter(Line::isOpen).isEmpty()) {
            line = Optional.of(dialer.connect());
        }
        var open = line.get();
        if (root.isEmpty()) {
            try (var channel = open.open(config.connection().readTimeout())) {
                root = Optional.of(RemoteRoot.resolve(channel, config));
            }
        }
        return open;
    }

    private String run(Line on, RemoteProgram program, String arguments) throws IOException {
        var out = new BoundedOutput(program.maxOutputBytes() + BEGUN.length());
        var err = new BoundedOutput(MAX_WORDS);
        try {
            var ran = on.run(COMMAND, input(program, arguments), out, err, program.time());
            if (!ran.inTime()) {
                throw ConnectionLost.unanswered(
                        program.name() + " was not done on the server after "
                                + program.time().toSeconds() + " seconds",
                        null);
            }
            return output(program, out, err, ran.status(), on);
        } catch (CommandRefused e) {
            throw refused(program, String.valueOf(e.getMessage()));
        }
    }

    private byte[] input(RemoteProgram program, String arguments) {
        // It ends itself where nobody waits for it any more, also when the connection is gone.
        String text = "import signal\nsignal.alarm(" + (program.time().toSeconds() + 1) + ")\n"
                + "import sys\nsys.stdout.write(\"" + BEGUN.strip() + "\\n\")\nsys.stdout.flush()\n" + program.text();
        byte[] code = text.getBytes(StandardCharsets.UTF_8);
        String store = "{\"root\":" + JsonText.quoted(root.orElseThrow()) + ",\"reserved\":"
                + JsonText.quoted(SftpKeys.RESERVED) + ",\"pruneEmptyFolders\":" + config.pruneEmptyFolders() + "}";
        byte[] json = ("{\"store\":" + store + ",\"arguments\":" + arguments + "}").getBytes(StandardCharsets.UTF_8);
        byte[] length = (code.length + "\n").getBytes(StandardCharsets.US_ASCII);
        var all = new byte[length.length + code.length + json.length];
        System.arraycopy(length, 0, all, 0, length.length);
        System.arraycopy(code, 0, all, length.length, code.length);
        System.arraycopy(json, 0, all, length.length + code.length, json.length);
        return all;
    }

    private String output(
            RemoteProgram program, BoundedOutput out, BoundedOutput err, Optional<Integer> status, Line on)
            throws IOException {
        lifetime.goOn(Optional.empty());
        String words = Reply.printable(err.text());
        if (out.isFull()) {
            throw new IOException(
                    program.name() + " printed more on the server than " + program.maxOutputBytes() + " bytes");
        }
        if (!out.text().startsWith(BEGUN)) {
            if (!on.isOpen()) {
                throw ConnectionLost.unanswered("the connection ended while " + program.name() + " ran", null);
            }
            throw refused(program, words);
        }
        if (status.isEmpty()) {
            throw ConnectionLost.unanswered("the server ended " + program.name() + " in the middle", null);
        }
        if (status.get() == ROOT_MISSING) {
            throw new RootMissing(root.orElseThrow(), "create the folder");
        }
        if (status.get() != 0) {
            throw new IOException(program.name() + " failed on the server (exit code " + status.get() + "); " + words);
        }
        return out.text().substring(BEGUN.length());
    }

    private StorageException refused(RemoteProgram program, String words) {
        return new StorageException.NotSupported(
                store(), Optional.empty(), program.name() + " on the server by its python3 (" + words + ")");
    }

    @Override
    public void close() {
        lifetime.end();
        dialer.close();
    }
}
