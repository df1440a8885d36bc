package dev.waybill.adapter.sftp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// One name in a folder, as the server gave it.
///
/// @param name its text; with U+FFFD where its bytes are no UTF-8
/// @param faithful whether the text stands for the bytes
/// @param facts what it is
record RemoteEntry(String name, boolean faithful, RemoteFacts facts) {
    static RemoteEntry of(byte[] name, RemoteFacts facts) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
            return new RemoteEntry(text.toString(), true, facts);
        } catch (CharacterCodingException e) {
            return new RemoteEntry(new String(name, StandardCharsets.UTF_8), false, facts);
        }
    }

    /// Whether this is the folder itself, or the one around it.
    boolean isDots() {
        return name.equals(".") || name.equals("..");
    }

    /// Whether a path made of this name leads to it and nowhere else.
    boolean isName() {
        return faithful && !name.isEmpty() && name.indexOf('/') < 0 && !isDots();
    }
}
