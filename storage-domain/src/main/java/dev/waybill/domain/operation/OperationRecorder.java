package dev.waybill.domain.operation;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.sync.SyncRefused;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Records the operations of one program on one repository. Any number of threads.
///
/// A history that cannot be written stops nobody from working; it is warned of.
public final class OperationRecorder {
    private final OperationHistory history;
    private final CatalogId repository;
    private final String who;
    private final Clock clock;
    private final Consumer<String> warnings;

    /// @param history where it is kept
    /// @param repository what the operations are done to
    /// @param who whose program it is: `user@host`
    /// @param clock tells when
    /// @param warnings told, in words for people, what could not be recorded
    public OperationRecorder(
            OperationHistory history, CatalogId repository, String who, Clock clock, Consumer<String> warnings) {
        this.history = history;
        this.repository = repository;
        this.who = who;
        this.clock = clock;
        this.warnings = warnings;
    }

    /// An operation that was begun.
    final class Begun {
        private final OptionalLong id;

        private Begun(OptionalLong id) {
            this.id = id;
        }

        void done(OptionalInt version) {
            end(OperationEnd.done(clock.instant(), version));
        }

        void failed(Throwable failure) {
            end(OperationEnd.failed(clock.instant(), failure));
        }

        private void end(OperationEnd end) {
            if (id.isPresent()) {
                try {
                    history.end(id.getAsLong(), end);
                } catch (SyncRefused e) {
                    warnings.accept("the end of an operation was not recorded: " + e.getMessage());
                }
            }
        }
    }

    Begun begin(
            Operation operation, Optional<ArtifactId> artifact, OptionalInt version, Map<String, String> arguments) {
        var start = new OperationStart(
                clock.instant(), who, repository.toString(), operation, artifact, version, arguments);
        try {
            return new Begun(OptionalLong.of(history.begin(start)));
        } catch (SyncRefused e) {
            warnings.accept("an operation was not recorded: " + e.getMessage());
            return new Begun(OptionalLong.empty());
        }
    }

    void warn(String warning) {
        warnings.accept(warning);
    }
}
