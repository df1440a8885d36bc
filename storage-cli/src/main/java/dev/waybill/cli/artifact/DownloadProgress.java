package dev.waybill.cli.artifact;

import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Progress;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.format.ManifestFile;
import java.util.List;

/// Shows how far downloads have got that were planned all together.
record DownloadProgress(Progress progress, Console console) implements DownloadListener {
    @Override
    public void planned(List<ManifestFile> files) {
        // All of them were planned before the first.
    }

    @Override
    public void moved(long bytes) {
        progress.moved(bytes);
    }

    @Override
    public void finished() {
        progress.finished();
    }

    @Override
    public void contentsLeftOut(String reason) {
        progress.printing(() -> console.warning(reason + "; files are fetched without the cache"));
    }
}
