package dev.waybill.bench;

import java.util.List;
import java.util.Optional;

/// What one client took for one case: the medians of its rounds.
///
/// @param who the client
/// @param usage what the command took
/// @param requests how many requests it made, where they can be counted
/// @param bytesDown how many bytes came from the store, where they can be counted
/// @param documents how many documents it fetched, where it tells
record ArtifactRow(
        String who, Usage usage, Optional<Long> requests, Optional<Long> bytesDown, Optional<Long> documents) {

    /// The median of each figure of rounds of the same case.
    static ArtifactRow median(List<ArtifactRow> rounds) {
        return new ArtifactRow(
                rounds.getFirst().who(),
                Usage.median(rounds.stream().map(ArtifactRow::usage).toList()),
                middle(rounds.stream().flatMap(row -> row.requests().stream()).toList()),
                middle(rounds.stream().flatMap(row -> row.bytesDown().stream()).toList()),
                middle(rounds.stream().flatMap(row -> row.documents().stream()).toList()));
    }

    /// The same of another name.
    ArtifactRow as(String other) {
        return new ArtifactRow(other, usage, requests, bytesDown, documents);
    }

    /// The same with so many requests.
    ArtifactRow withRequests(Optional<Long> counted) {
        return new ArtifactRow(who, usage, counted, bytesDown, documents);
    }

    private static Optional<Long> middle(List<Long> values) {
        var sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }
}
