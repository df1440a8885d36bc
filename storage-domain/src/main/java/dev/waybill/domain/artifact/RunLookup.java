package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.LineageDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the runs that made or used a version.
public interface RunLookup {
    /// A version as runs name it; whatever a run says, its parts need not be names that an artifact may have.
    ///
    /// @param type of the artifact
    /// @param name of the artifact
    /// @param number of the version
    record Version(String type, String name, int number) {
        static Version of(LineageDocument.Entry entry) {
            return new Version(entry.type(), entry.name(), entry.version());
        }

        @Override
        public String toString() {
            return type + "/" + name + ":v" + number;
        }
    }

    /// The runs that saved it.
    List<RunLineage> madeBy(Version version);

    /// The runs that used it.
    List<RunLineage> usedBy(Version version);

    /// Finds them among these.
    static RunLookup of(List<RunLineage> runs) {
        Map<Version, List<RunLineage>> made = new HashMap<>();
        Map<Version, List<RunLineage>> used = new HashMap<>();
        for (RunLineage run : runs) {
            run.created().forEach(entry -> add(made, entry, run));
            run.used().forEach(entry -> add(used, entry, run));
        }
        return new RunLookup() {
            @Override
            public List<RunLineage> madeBy(Version version) {
                return made.getOrDefault(version, List.of());
            }

            @Override
            public List<RunLineage> usedBy(Version version) {
                return used.getOrDefault(version, List.of());
            }
        };
    }

    private static void add(Map<Version, List<RunLineage>> runs, LineageDocument.Entry entry, RunLineage run) {
        runs.computeIfAbsent(Version.of(entry), version -> new ArrayList<>()).add(run);
    }
}
