package dev.waybill.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;

/// Changes a folder of files as an edit does: new bytes of the same length, and the time of now.
final class Changes {
    private static final int BLOCK_BYTES = 1 << 20;

    private final Dataset dataset;
    private final Path folder;

    /// Other bytes in every run: what a case before wrote is no change to whoever looks at the bytes.
    private final Random random = new Random();

    Changes(Dataset dataset, Path folder) {
        this.dataset = dataset;
        this.folder = folder;
    }

    /// New bytes in every `step`th file, from file `first` on.
    void everyFile(int step, int first) throws IOException {
        for (int i = first; i < dataset.files(); i += step) {
            overwrite(dataset.file(folder, i), 0, (int) Math.min(BLOCK_BYTES, dataset.fileBytes()));
        }
    }

    /// New bytes in one block in the middle of the only file.
    void oneBlock() throws IOException {
        overwrite(dataset.file(folder, 0), dataset.fileBytes() / 2, BLOCK_BYTES);
    }

    private void overwrite(Path file, long offset, int length) throws IOException {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (var left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                channel.write(left, offset + left.position());
            }
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }
}
