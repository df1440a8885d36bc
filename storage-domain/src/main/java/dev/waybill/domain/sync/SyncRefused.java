package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import org.jspecify.annotations.Nullable;

/// Why a run was not begun; nothing was changed.
public abstract sealed class SyncRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SyncRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// One of the two stores lies in the other, so a run would read what it writes.
    public static final class Overlap extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// `local` and `remote` have keys in common.
        public Overlap(StoreId local, StoreId remote) {
            super(
                    local.equals(remote)
                            ? "the local and the remote side are the same store: " + local
                            : "one side lies within the other: " + local + " and " + remote
                                    + "; choose a remote outside the folder",
                    null);
        }
    }

    /// Another run works on the same pair.
    public static final class PairBusy extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// Another run has `pair`.
        public PairBusy(SyncPair pair) {
            super("another run is syncing " + pair + "; wait for it to end", null);
        }
    }

    /// No run of that name is in the history.
    public static final class UnknownRun extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// `run` is not there.
        public UnknownRun(String run) {
            super("no run " + run + " is in the history", null);
        }
    }

    /// The run was one on other stores.
    public static final class OtherPair extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// `run` was not one on `pair`.
        public OtherPair(RunStart run, SyncPair pair) {
            super(
                    "run " + run.name() + " was one on " + run.local() + " and " + run.remote() + ", not on " + pair,
                    null);
        }
    }

    /// The record of the last sync cannot be used.
    public static final class StateUnusable extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// `message` names the file, what is wrong with it, and the remedy.
        public StateUnusable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// An ignore file cannot be read, or a line of it is no pattern: what it was to leave alone might be deleted.
    public static final class BadIgnoreFile extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// `file` is a link that is not followed, or no file of bytes.
        public BadIgnoreFile(String file) {
            super(
                    file + " is a link that is not followed, or a special file, so its rules cannot be read;"
                            + " put a plain file there",
                    null);
        }

        /// Line `number` of `file` is `line`.
        public BadIgnoreFile(String file, int number, String line) {
            super(file + ", line " + number + ": not a pattern in gitignore syntax: \"" + line + '"', null);
        }
    }

    /// A store shows names that `--names rename` gave, and what notes that they stand for others is gone.
    public static final class NamesNotNoted extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// `name` in `store` is such a name.
        public NamesNotNoted(StoreId store, ObjectKey name) {
            super(
                    name + " in " + store
                            + " is a name that stands for another, but .waybill/renamed is missing there, by"
                            + " which that is known; put it back, or give --names rename",
                    null);
        }
    }

    /// More names than can be kept track of are taken for others by one side.
    public static final class TooManyNamesClash extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// More than `most` names clash in `store`.
        public TooManyNamesClash(StoreId store, int most) {
            super(
                    "more than " + most + " names differ only in spellings that " + store
                            + " takes for the same; nothing was done: sync parts of it, by --include or --exclude",
                    null);
        }
    }

    /// Nothing of what was synced is left on one side: a disk that is not mounted looks like that. A run in both
    /// directions is refused for it: it would delete the other side, or write where the disk should be.
    public static final class SideEmpty extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// Nothing is left in `store`.
        public SideEmpty(StoreId store) {
            super(
                    "nothing of what was synced is left in " + store
                            + "; nothing was done, since that may be a disk that is not mounted, or an accident",
                    null);
        }
    }

    /// A plan is damaged, was changed by hand, or asks for what no plan may.
    public static final class BadPlan extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// Line `line` of `plan` breaks `rule`.
        public BadPlan(String plan, long line, String rule) {
            super(plan + ", line " + line + ": " + rule, null);
        }

        /// `plan` as a whole breaks `rule`.
        public BadPlan(String plan, String rule) {
            super(plan + ": " + rule, null);
        }
    }

    /// A plan was made for other stores than those it is to be applied to.
    public static final class OtherStores extends SyncRefused {
        private static final long serialVersionUID = 1L;

        /// The plan is for `planned`, and `opened` are here.
        public OtherStores(SyncPair planned, SyncPair opened) {
            super("the plan is for " + planned + ", not for " + opened, null);
        }
    }
}
