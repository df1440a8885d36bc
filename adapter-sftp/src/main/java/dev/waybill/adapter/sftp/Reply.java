package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// The answer to a request. One thread at a time.
///
/// @param what what had been asked for, in words
/// @param type of the answer
/// @param body what follows its number
record Reply(String what, int type, Buffer body) {
    private static final int MAX_WORDS = 300;

    /// @throws SftpStatus if the request was not carried out
    void done() throws IOException {
        if (!isStatus(SftpStatus.OK)) {
            throw status();
        }
    }

    /// Whether it is that status. Most answers are "done": what would be thrown otherwise, with the stack, is not made
    /// for them.
    private boolean isStatus(int code) throws IOException {
        return type == Fxp.STATUS && parsed(Buffer::getInt) == code;
    }

    private SftpStatus status() throws IOException {
        if (type != Fxp.STATUS) {
            throw malformed(null);
        }
        return parsed(buffer -> {
            int code = buffer.getInt();
            String words = buffer.available() > Integer.BYTES ? buffer.getString(StandardCharsets.UTF_8) : "";
            return new SftpStatus(code, what, printable(words));
        });
    }

    /// Words of a server, cut to what a message can hold.
    static String printable(String words) {
        String visible = visible(words, MAX_WORDS);
        return visible.isBlank() ? "the server gave no reason" : "the server says: " + visible;
    }

    /// The beginning of a text, without what moves a terminal's cursor.
    ///
    /// @param most how many characters to keep
    static String visible(String text, int most) {
        return text.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(most)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    byte[] handle() throws IOException {
        require(Fxp.HANDLE);
        return parsed(Buffer::getBytes);
    }

    RemoteFacts facts() throws IOException {
        require(Fxp.ATTRS);
        return parsed(Reply::facts);
    }

    /// What is there, or empty if nothing is.
    Optional<RemoteFacts> factsIfThere() throws IOException {
        return isStatus(SftpStatus.NO_SUCH_FILE) ? Optional.empty() : Optional.of(facts());
    }

    /// The bytes, or empty at the end of the file.
    Optional<byte[]> data() throws IOException {
        return bytes().map(Buffer::getCompactData);
    }

    /// The same as they came, not copied; or empty at the end of the file.
    Optional<Buffer> bytes() throws IOException {
        if (isEnd()) {
            return Optional.empty();
        }
        require(Fxp.DATA);
        return Optional.of(parsed(buffer -> {
            int length = buffer.getInt();
            if (length < 0 || length > buffer.available()) {
                throw new IllegalArgumentException(length + " bytes of " + buffer.available());
            }
            return new ByteArrayBuffer(buffer.array(), buffer.rpos(), length);
        }));
    }

    /// Whether it is names of a folder, or one, and so not their end or a failure.
    boolean hasNames() {
        return type == Fxp.NAME;
    }

    /// Some names of a folder, or empty if there are no more.
    Optional<List<RemoteEntry>> entries() throws IOException {
        if (isEnd()) {
            return Optional.empty();
        }
        require(Fxp.NAME);
        return Optional.of(parsed(Reply::entries));
    }

    /// The one name.
    String path() throws IOException {
        var entry = entries().filter(names -> names.size() == 1).orElseThrow(() -> malformed(null));
        return entry.getFirst().name();
    }

    /// Numbers of 64 bits, as extensions answer with them.
    long[] numbers(int count) throws IOException {
        require(Fxp.EXTENDED_REPLY);
        return parsed(buffer -> {
            var numbers = new long[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = buffer.getLong();
            }
            return numbers;
        });
    }

    private boolean isEnd() throws IOException {
        if (type != Fxp.STATUS) {
            return false;
        }
        if (!isStatus(SftpStatus.END)) {
            throw status();
        }
        return true;
    }

    private void require(int expected) throws IOException {
        if (type == Fxp.STATUS) {
            throw status();
        }
        if (type != expected) {
            throw malformed(null);
        }
    }

    private <T> T parsed(Function<Buffer, T> parser) throws IOException {
        int start = body.rpos();
        try {
            return parser.apply(body);
        } catch (RuntimeException e) {
            throw malformed(e);
        } finally {
            body.rpos(start);
        }
    }

    private IOException malformed(@Nullable RuntimeException cause) {
        return new IOException("the server's answer makes no sense (type " + type + ", asked to " + what + ")", cause);
    }

    private static List<RemoteEntry> entries(Buffer buffer) {
        int count = buffer.getInt();
        var entries = new ArrayList<RemoteEntry>();
        for (int i = 0; i < count; i++) {
            byte[] name = buffer.getBytes();
            buffer.getBytes();
            entries.add(RemoteEntry.of(name, facts(buffer)));
        }
        return entries;
    }

    private static RemoteFacts facts(Buffer buffer) {
        int flags = buffer.getInt();
        long size = has(flags, Fxp.WITH_SIZE) ? buffer.getLong() : 0;
        if (size < 0) {
            throw new IllegalArgumentException("a size of " + Long.toUnsignedString(size) + " bytes");
        }
        if (has(flags, Fxp.WITH_OWNER)) {
            buffer.getLong();
        }
        int mode = has(flags, Fxp.WITH_MODE) ? buffer.getInt() : 0;
        long modified = 0;
        if (has(flags, Fxp.WITH_TIMES)) {
            buffer.getInt();
            modified = buffer.getUInt();
        }
        for (int more = has(flags, Fxp.WITH_MORE) ? buffer.getInt() : 0; more > 0; more--) {
            buffer.getBytes();
            buffer.getBytes();
        }
        return new RemoteFacts(RemoteFacts.Kind.of(mode), size, Instant.ofEpochSecond(modified));
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
