package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import java.util.List;

/// Listens to a download. Calls come from any thread, several at once, and must return quickly.
public interface DownloadListener {
    /// Hears nothing.
    DownloadListener NONE = new DownloadListener() {
        @Override
        public void planned(List<ManifestFile> files) {}

        @Override
        public void moved(long bytes) {}

        @Override
        public void finished() {}
    };

    /// These files are wanted. Comes first, and once.
    void planned(List<ManifestFile> files);

    /// So many more bytes are there; fewer, where an attempt begins again. Those of an earlier download count.
    void moved(long bytes);

    /// One file is done with, or failed.
    void finished();

    /// The contents that this machine keeps are left out of it from now on. Comes once at most.
    ///
    /// @param reason why, for people
    default void contentsLeftOut(String reason) {}
}
