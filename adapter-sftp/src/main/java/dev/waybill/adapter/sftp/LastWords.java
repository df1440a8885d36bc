package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The end of what a program says on standard error. One thread reads, another may ask.
final class LastWords {
    private static final int MOST_BYTES = 4096;
    private static final int MOST_SHOWN = 600;

    private byte[] kept = new byte[0];

    /// Reads to the end.
    void read(InputStream from) {
        var piece = new byte[MOST_BYTES];
        try (from) {
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                add(piece, count);
            }
        } catch (IOException nothingMoreToHear) {
            return;
        }
    }

    private synchronized void add(byte[] bytes, int count) {
        int before = kept.length;
        var all = Arrays.copyOf(kept, before + count);
        System.arraycopy(bytes, 0, all, before, count);
        kept = all.length <= MOST_BYTES ? all : Arrays.copyOfRange(all, all.length - MOST_BYTES, all.length);
    }

    /// All that was kept.
    synchronized String text() {
        return new String(kept, StandardCharsets.UTF_8);
    }

    /// A text as part of a message: in one line, nothing in it but letters and signs, and its end if it is long.
    static String shown(String text) {
        String joined = text.strip()
                .lines()
                .map(String::strip)
                .filter(one -> !one.isEmpty() && !one.startsWith("@"))
                .reduce((before, next) -> before + (before.matches(".*[.!?:;,]") ? " " : "; ") + next)
                .orElse("");
        String line = Reply.visible(joined, MOST_BYTES);
        return line.length() <= MOST_SHOWN ? line : "…" + line.substring(line.length() - MOST_SHOWN);
    }
}
