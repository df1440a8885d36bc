package dev.waybill.domain.sync.plan;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Lines that wait until they can be written, the first of them in memory, the others in a temporary file. Any
/// number of threads may call it.
///
/// The file is a plain stream and not a channel, so that an interrupt does not close it midway.
final class LineSpool {
    private static final int IN_MEMORY = 1 << 20;
    private static final int BUFFER_BYTES = 64 << 10;

    private final File folder;
    private ByteArrayOutputStream held = new ByteArrayOutputStream();
    private @Nullable File file;
    private @Nullable OutputStream out;

    /// @param folder where the file goes, if one is needed
    LineSpool(File folder) {
        this.folder = folder;
    }

    /// Adds a line.
    ///
    /// @throws UncheckedIOException if it cannot be kept
    synchronized void add(byte[] line) {
        try {
            OutputStream to = room(line.length);
            to.write(line);
            to.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("the plan cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }

    private OutputStream room(int bytes) throws IOException {
        OutputStream spilled = out;
        if (spilled != null) {
            return spilled;
        }
        if (held.size() + bytes < IN_MEMORY) {
            return held;
        }
        File created = File.createTempFile("waybill-plan-", ".tmp", folder);
        file = created;
        var opened = new BufferedOutputStream(new FileOutputStream(created), BUFFER_BYTES);
        out = opened;
        held.writeTo(opened);
        held = new ByteArrayOutputStream();
        return opened;
    }

    /// Writes all lines, in the order in which they came.
    synchronized void copyTo(OutputStream to) throws IOException {
        OutputStream spilled = out;
        File from = file;
        if (spilled == null || from == null) {
            held.writeTo(to);
            return;
        }
        spilled.flush();
        try (var in = new FileInputStream(from)) {
            in.transferTo(to);
        }
    }

    /// Forgets the lines and removes the file.
    synchronized void clear() {
        held = new ByteArrayOutputStream();
        OutputStream spilled = out;
        File from = file;
        out = null;
        file = null;
        try {
            if (spilled != null) {
                spilled.close();
            }
        } catch (IOException e) {
            // What it still held is not wanted any more.
        } finally {
            if (from != null && !from.delete()) {
                from.deleteOnExit();
            }
        }
    }
}
