package dev.waybill.domain.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much room there is where files are to go.
public interface FreeRoom {
    /// Where it is, for messages.
    String place();

    /// How many bytes there is room for.
    ///
    /// @throws IOException if that cannot be told
    long bytes() throws IOException;

    /// The room for a folder that is there, or is to be made.
    static FreeRoom of(Path folder) {
        return new FreeRoom() {
            @Override
            public String place() {
                return folder.toString();
            }

            @Override
            public long bytes() throws IOException {
                Path there = folder.toAbsolutePath();
                while (!Files.exists(there) && there.getParent() != null) {
                    there = there.getParent();
                }
                return Files.getFileStore(there).getUsableSpace();
            }
        };
    }
}
