package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failures;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.DownloadResult;
import dev.waybill.domain.catalog.cache.CachedDownloads;
import java.util.List;
import java.util.TreeMap;

/// A version that was fetched, and how that is told.
///
/// @param folder where its files are
record FetchedVersion(ArtifactVersion version, String folder, DownloadResult result) {
    static FetchedVersion of(ArtifactVersion version, CachedDownloads.Fetched fetched) {
        return new FetchedVersion(version, fetched.folder().toString(), fetched.result());
    }

    ExitCode exitCode() {
        return result.failures().isEmpty() && version.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    void print(RepositoryCommand.Work work, boolean asJson) {
        version.problems().forEach(work.console()::warning);
        var failures = new TreeMap<>(result.failures());
        failures.values().forEach(failure -> work.console().failure(Failures.of(failure)));
        if (asJson) {
            json(work, List.copyOf(failures.keySet()));
            return;
        }
        work.console()
                .line("fetched " + Sizes.count(result.files(), "file") + " (" + Sizes.of(result.bytes()) + ") of "
                        + SafeText.of(version.toString())
                        + (result.reused() == 0 ? "" : ", " + Sizes.of(result.reused()) + " of it was on this machine")
                        + (result.present() == 0 ? "" : ", " + result.present() + " were there already")
                        + (failures.isEmpty() ? "" : ", " + failures.size() + " failed"));
    }

    private void json(RepositoryCommand.Work work, List<String> failed) {
        RepositoryCommand.json(work, "fetched", json -> {
            json.writeStringProperty("artifact", version.id().toString());
            json.writeNumberProperty("version", version.number());
            json.writeStringProperty("folder", folder);
            json.writeNumberProperty("files", result.files());
            json.writeNumberProperty("bytes", result.bytes());
            json.writeNumberProperty("reusedBytes", result.reused());
            json.writeNumberProperty("present", result.present());
            Ndjson.texts(json, "failed", failed);
        });
    }
}
