package dev.waybill.domain.artifact;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;

/// Why a call on a repository failed, where no store failed.
public abstract sealed class ArtifactFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ArtifactFailure(String message) {
        super(message);
    }

    /// What was named is not there.
    public static final class NotFound extends ArtifactFailure {
        private static final long serialVersionUID = 1L;

        /// @param message what is not there, and what is
        public NotFound(String message) {
            super(message);
        }
    }

    /// Two artifacts have the name.
    public static final class Ambiguous extends ArtifactFailure {
        private static final long serialVersionUID = 1L;

        /// @param message the name, and what has it
        public Ambiguous(String message) {
            super(message);
        }
    }

    /// A document of the repository cannot be read.
    public static final class Malformed extends ArtifactFailure {
        private static final long serialVersionUID = 1L;

        /// `key` breaks `rule`.
        public Malformed(StoreId store, ObjectKey key, String rule) {
            super(key + " in " + store + " cannot be used: " + rule);
        }
    }

    /// What was asked for would lose something that is in use, or is not possible as things stand.
    public static final class Refused extends ArtifactFailure {
        private static final long serialVersionUID = 1L;

        /// @param message what is refused and why
        public Refused(String message) {
            super(message);
        }
    }

    /// Somebody else is at work for longer than was waited.
    public static final class Busy extends ArtifactFailure {
        private static final long serialVersionUID = 1L;

        /// @param message what is being done
        public Busy(String message) {
            super(message);
        }
    }
}
