package dev.waybill.cli.exit;

import java.util.Collection;
import java.util.Set;

/// How the command ends, as the shell sees it. The page `docs/exit-codes.md` is made from this.
public enum ExitCode {
    /// All well.
    DONE(0, "everything asked for was done", "a push that found nothing to do"),
    /// What no failure of the outside world explains.
    DEFECT(1, "a defect in waybill itself; `-v` shows where", "please report it"),
    /// The request cannot be understood or must not be carried out as it stands.
    USAGE(2, "usage or configuration", "an unknown option, a broken `waybill.yaml`, a name that no store can hold"),
    /// What was named is not there.
    NOT_FOUND(3, "not found", "no such object, folder or bucket"),
    /// Part of the work is undone.
    INCOMPLETE(
            4,
            "some items failed, or conflicts were left",
            "an unreadable file, a full disk, a change on both sides; a store that `doctor` found unsafe"),
    /// The store cannot be had now.
    UNAVAILABLE(
            5, "the store is unavailable; trying again may help", "an endpoint that refuses, a server that is busy"),
    /// The store knows nobody of that name, or lets them not do this.
    DENIED(6, "not authenticated or not allowed", "wrong credentials, a read-only folder"),
    /// Bytes are not what they were.
    CORRUPT(7, "content does not match its checksum", "a damaged object"),
    /// Something that looks like an accident was not done.
    GUARDED(8, "a guard stopped the run", "a push that would delete more than half, `rm -r` of a whole store"),
    /// What was asked to be deleted was not, since it would have been deleted in doubt.
    HELD_BACK(
            9,
            "something failed, so that deletes were held back",
            "`push --delete` with a file that could not be read, or a listing that broke off"),
    /// The user broke it off.
    CANCELLED(130, "cancelled", "Ctrl-C");

    private final int status;
    private final String meaning;
    private final String example;

    ExitCode(int status, String meaning, String example) {
        this.status = status;
        this.meaning = meaning;
        this.example = example;
    }

    /// How a command ends that did several things: as each of them did where they all ended alike, else as one some of
    /// whose items failed.
    public static ExitCode ofAll(Collection<ExitCode> ends) {
        return switch (Set.copyOf(ends).size()) {
            case 0 -> DONE;
            case 1 -> ends.iterator().next();
            default -> INCOMPLETE;
        };
    }

    /// The number that the shell sees.
    public int status() {
        return status;
    }

    /// What it means, without a full stop.
    public String meaning() {
        return meaning;
    }

    /// When it comes about, for instance.
    public String example() {
        return example;
    }
}
