package dev.waybill.adapter.sftp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// One request of a client, to be sent once. Names are sent as their UTF-8 bytes.
final class Request {
    private static final int ROOM = 64;

    /// A length, the kind and the number.
    private static final int HEAD = Integer.BYTES + 1 + Integer.BYTES;

    private static final long LAST_SECOND = 0xFFFF_FFFFL;

    private final String what;
    private final Buffer buffer;
    private byte @Nullable [] closed;

    private Request(int type, String what, int room) {
        this(type, what, new ByteArrayBuffer(ROOM + room, false));
    }

    private Request(int type, String what, Buffer empty) {
        this.what = what;
        buffer = empty;
        buffer.putInt(0);
        buffer.putByte((byte) type);
        buffer.putInt(0);
    }

    private static Request of(int type, String what, String path) {
        var request = new Request(type, what + " " + path, path.length());
        return request.text(path);
    }

    private static Request of(int type, String what, byte[] handle) {
        var request = new Request(type, what, handle.length);
        request.buffer.putBytes(handle);
        return request;
    }

    private static Request extended(String extension) {
        return new Request(Fxp.EXTENDED, extension, 0).text(extension);
    }

    private Request text(String text) {
        buffer.putBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// The handle that it closes, if it does.
    Optional<byte[]> closed() {
        return Optional.ofNullable(closed);
    }

    /// What it asks for, in words.
    String what() {
        return what;
    }

    /// Its bytes under this number.
    Buffer numbered(int id) {
        int end = buffer.wpos();
        buffer.wpos(0);
        buffer.putInt(end - Integer.BYTES);
        buffer.wpos(Integer.BYTES + 1);
        buffer.putInt(id);
        buffer.wpos(end);
        return buffer;
    }

    static Request open(String path, int flags) {
        var request = of(Fxp.OPEN, "open", path);
        request.buffer.putInt(flags);
        request.buffer.putInt(0);
        return request;
    }

    static Request close(byte[] handle) {
        var request = of(Fxp.CLOSE, "close", handle);
        request.closed = handle;
        return request;
    }

    static Request read(byte[] handle, long offset, int length) {
        var request = of(Fxp.READ, "read", handle);
        request.buffer.putLong(offset);
        request.buffer.putInt(length);
        return request;
    }

    /// How many bytes of a write come before those that are written.
    static int headOfWrite(byte[] handle) {
        return HEAD + Integer.BYTES + handle.length + Long.BYTES + Integer.BYTES;
    }

    /// A write of the `length` bytes that lie in `packet` behind room for [#headOfWrite]; `packet` is this request's
    /// until the answer is there.
    static Request write(byte[] handle, long offset, byte[] packet, int length) {
        var request = new Request(Fxp.WRITE, "write", new ByteArrayBuffer(packet, false));
        request.buffer.putBytes(handle);
        request.buffer.putLong(offset);
        request.buffer.putInt(length);
        request.buffer.wpos(headOfWrite(handle) + length);
        return request;
    }

    /// What is at the path, a link as itself.
    static Request lstat(String path) {
        return of(Fxp.LSTAT, "look at", path);
    }

    /// What the path leads to.
    static Request stat(String path) {
        return of(Fxp.STAT, "look at", path);
    }

    static Request fstat(byte[] handle) {
        return of(Fxp.FSTAT, "look at an open file", handle);
    }

    /// Sets both times: OpenSSH ignores one without the other. What version 3 cannot say becomes the nearest
    /// that it can, in whole seconds from 1970 to 2106.
    static Request setModified(byte[] handle, Instant modified) {
        var request = of(Fxp.FSETSTAT, "set the times", handle);
        int seconds = (int) Math.clamp(modified.getEpochSecond(), 0, LAST_SECOND);
        request.buffer.putInt(Fxp.WITH_TIMES);
        request.buffer.putInt(seconds);
        request.buffer.putInt(seconds);
        return request;
    }

    static Request setSize(byte[] handle, long size) {
        var request = of(Fxp.FSETSTAT, "set the size", handle);
        request.buffer.putInt(Fxp.WITH_SIZE);
        request.buffer.putLong(size);
        return request;
    }

    static Request openFolder(String path) {
        return of(Fxp.OPENDIR, "open the folder", path);
    }

    static Request readFolder(byte[] handle) {
        return of(Fxp.READDIR, "read a folder", handle);
    }

    static Request remove(String path) {
        return of(Fxp.REMOVE, "remove", path);
    }

    static Request makeFolder(String path) {
        var request = of(Fxp.MKDIR, "make the folder", path);
        request.buffer.putInt(0);
        return request;
    }

    static Request removeFolder(String path) {
        return of(Fxp.RMDIR, "remove the folder", path);
    }

    static Request realPath(String path) {
        return of(Fxp.REALPATH, "resolve", path);
    }

    /// Gives a file another name that nothing has yet, where the server keeps to the protocol.
    static Request rename(String from, String to) {
        return of(Fxp.RENAME, "rename", from).text(to);
    }

    /// Gives a file another name, in place of what has it.
    static Request replace(String from, String to) {
        return extended(Fxp.POSIX_RENAME).text(from).text(to);
    }

    /// Gives a file one more name that nothing has yet.
    static Request link(String from, String to) {
        return extended(Fxp.HARD_LINK).text(from).text(to);
    }

    static Request fsync(byte[] handle) {
        var request = extended(Fxp.FSYNC);
        request.buffer.putBytes(handle);
        return request;
    }

    static Request limits() {
        return extended(Fxp.LIMITS);
    }

    static Request fileSystem(String path) {
        return extended(Fxp.STATVFS).text(path);
    }

    /// Copies `length` bytes within the server.
    static Request copy(byte[] from, long fromOffset, long length, byte[] to, long toOffset) {
        var request = extended(Fxp.COPY_DATA);
        request.buffer.putBytes(from);
        request.buffer.putLong(fromOffset);
        request.buffer.putLong(length);
        request.buffer.putBytes(to);
        request.buffer.putLong(toOffset);
        return request;
    }
}
