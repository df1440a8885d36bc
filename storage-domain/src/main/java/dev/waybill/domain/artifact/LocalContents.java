package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Contents of files that are kept on this machine and can be had without asking a repository. Any number of threads
/// may call.
public interface LocalContents {
    /// Does something with the file of a content, which stays as long as this runs and must not be changed.
    @FunctionalInterface
    interface Use {
        /// Does it.
        ///
        /// @param content the file
        void of(Path content);
    }

    /// Brings a content.
    @FunctionalInterface
    interface Fetch {
        /// Writes the bytes of the content, verified, or fails.
        ///
        /// @param store where to
        /// @param key under which key
        /// @param modified the time that what is written is to have
        void into(IObjectStorageAdapter store, ObjectKey key, Instant modified);
    }

    /// Lets `use` have the content of a file, if it is here and was not changed.
    ///
    /// @return whether it was here
    /// @throws Unusable if that cannot be told
    boolean use(ManifestFile file, Use use) throws InterruptedException;

    /// Lets `use` have the content of a file, and fetches it if it is not here. Of all who want the same one at a time,
    /// in this process and others, one fetches it.
    ///
    /// @return whether it was fetched by this call
    /// @throws Unusable if it cannot be kept here
    boolean obtain(ManifestFile file, Fetch fetch, Use use) throws InterruptedException;

    /// The content of a file turned out to be damaged: it goes.
    void discard(ManifestFile file) throws InterruptedException;

    /// How many bytes would have to be fetched to have the contents of all these files here. Looks at nothing closely.
    ///
    /// @param journal where fetches were written down that were cut off
    long missingBytes(List<ManifestFile> files, Optional<TransferJournal> journal);

    /// What room there is for more, if that is known.
    Optional<FreeRoom> room();

    /// Contents cannot be kept or looked for here, which need not keep anybody from fetching them.
    final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// @param message what cannot be done, and why
        public Unusable(String message, Throwable cause) {
            super(message, cause);
        }

        /// @param message what cannot be done, and why
        public Unusable(String message) {
            super(message);
        }

        /// A store failed that contents are kept in.
        public Unusable(StorageException cause) {
            this(String.valueOf(cause.getMessage()), cause);
        }
    }
}
