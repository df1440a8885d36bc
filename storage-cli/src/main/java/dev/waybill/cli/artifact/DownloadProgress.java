package dev.waybill.cli.artifact;

import dev.waybill.cli.output.Progress;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.format.ManifestFile;
import java.util.List;

/// Shows how far a download has got.
record DownloadProgress(Progress progress) implements DownloadListener {
    @Override
    public void planned(List<ManifestFile> files) {
        files.forEach(file -> progress.planned(file.size()));
        progress.planIsComplete();
    }

    @Override
    public void moved(long bytes) {
        progress.moved(bytes);
    }

    @Override
    public void finished() {
        progress.finished();
    }
}
