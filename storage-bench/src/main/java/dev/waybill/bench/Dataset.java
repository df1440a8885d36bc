package dev.waybill.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/// A folder of files to move: the same bytes on every machine, and none that compress.
///
/// @param name as the report calls it
/// @param folderName what its folder is called
/// @param files how many
/// @param fileBytes how long each is
record Dataset(String name, String folderName, int files, long fileBytes) {
    private static final int FILES_A_FOLDER = 100;
    private static final int BUFFER_BYTES = 1 << 20;

    static final Dataset SMALL = new Dataset("10,000 × 4 KiB", "small", 10_000, 4 << 10);
    static final Dataset MIDDLE = new Dataset("1,000 × 1 MiB", "middle", 1_000, 1 << 20);
    static final Dataset WIDE = new Dataset("100,000 × 1 KiB", "wide", 100_000, 1 << 10);
    static final Dataset SMALL_BY_SSH = new Dataset("2,000 × 16 KiB", "small-by-ssh", 2_000, 16 << 10);
    static final Dataset LARGE_BY_SSH = new Dataset("1 × 1 GiB", "large-by-ssh", 1, 1L << 30);
    static final Dataset LARGE = new Dataset("1 × 2 GiB", "large", 1, 2L << 30);

    /// A part of it, to try whether everything runs: the same but for a divisor of the number of files or, of one
    /// file, of its length.
    Dataset scaledDown(int divisor) {
        return divisor == 1
                ? this
                : new Dataset(
                        name + " ÷ " + divisor,
                        folderName + "-" + divisor,
                        Math.max(1, files / divisor),
                        files == 1 ? fileBytes / divisor : fileBytes);
    }

    /// The folder of this data below `root`, made if it is not there.
    Path create(Path root) throws IOException {
        var folder = root.resolve(folderName).resolve("storage");
        var mark = root.resolve(folderName).resolve("complete");
        if (Files.exists(mark)) {
            return folder;
        }
        var random = new Random(files);
        for (int i = 0; i < files; i++) {
            var file = file(folder, i);
            Files.createDirectories(file.getParent());
            fill(file, random);
        }
        Files.createFile(mark);
        return folder;
    }

    /// The file of number `i` in the folder of this data.
    Path file(Path folder, int i) {
        return folder.resolve("d%03d/f%05d.bin".formatted(i / FILES_A_FOLDER, i));
    }

    long bytes() {
        return files * fileBytes;
    }

    private void fill(Path file, Random random) throws IOException {
        var buffer = new byte[(int) Math.min(BUFFER_BYTES, fileBytes)];
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long left = fileBytes; left > 0; left -= buffer.length) {
                random.nextBytes(buffer);
                var bytes = ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
    }
}
