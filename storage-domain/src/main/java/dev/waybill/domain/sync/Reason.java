package dev.waybill.domain.sync;

/// Why an action was planned. "Source" is where bytes come from in this run, "target" where they go.
public enum Reason {
    /// [SyncAction.Transfer]: nothing is at the target, and nothing was.
    NEW("new at the source"),
    /// [SyncAction.Transfer]: the source changed since the last sync, the target did not.
    CHANGED("changed at the source"),
    /// [SyncAction.Transfer]: deleted at the target since the last sync, and to be brought back, since that was
    /// asked for or nothing at all is left there.
    RESTORED("missing at the target, where it was to be restored or all is gone"),
    /// [SyncAction.Transfer] or [SyncAction.Delete]: a conflict that [ConflictPolicy#SOURCE_WINS] decided.
    SOURCE_WINS("changed on both sides, and the source was to win"),
    /// [SyncAction.Transfer], in a run in both directions: deleted on one side, changed on the other.
    EDIT_KEPT("deleted on one side, changed on the other; the edit is kept"),
    /// [SyncAction.Transfer], in a run in both directions: a conflict, whose local version gets another name.
    LOCAL_RENAMED("changed on both sides; the local version is kept under this name"),
    /// [SyncAction.Transfer], in a run in both directions: a conflict, whose remote version keeps the name.
    REMOTE_KEEPS_NAME("changed on both sides; the remote version keeps the name"),
    /// [SyncAction.Delete]: gone from the source since the last sync, the target did not change.
    DELETED("deleted at the source"),

    /// [SyncAction.Conflict]: changed on both sides since the last sync, and not alike.
    BOTH_CHANGED("changed on both sides since the last sync"),
    /// [SyncAction.Conflict]: on both sides, not alike, and never synced.
    BOTH_NEW("different on both sides, and never synced"),
    /// [SyncAction.Conflict]: the source changed, the target was deleted.
    CHANGED_AND_DELETED("changed at the source, deleted at the target"),
    /// [SyncAction.Conflict]: the source was deleted, the target changed.
    DELETED_AND_CHANGED("deleted at the source, changed at the target"),
    /// [SyncAction.Conflict]: what is at the target now is not what was listed: it changed meanwhile, or
    /// holds another object whose name it takes for the same.
    TARGET_MOVED("the target changed meanwhile, or takes the name for that of another object"),
    /// [SyncAction.Conflict]: what is at the source now is not what a plan was made of: it changed, vanished, or is
    /// back where the plan was to delete.
    SOURCE_MOVED("the source changed since the plan was made"),
    /// [SyncAction.Conflict]: the target has a file where the source has a folder, or a folder where the source has
    /// a file, and can hold only one of them. What is in the way is deleted first only if that was asked for, and
    /// it is as it was synced.
    IN_THE_WAY(
            "a file or folder at the target is in its way; --delete removes that if it was synced and is deleted at the"
                    + " source, else it has to be moved away"),

    /// [SyncAction.LeftAlone]: only the target has it, and it was never synced.
    NEW_AT_TARGET("only at the target; a run the other way would bring it"),
    /// [SyncAction.LeftAlone]: only the target changed since the last sync.
    CHANGED_AT_TARGET("changed only at the target; a run the other way would bring it"),
    /// [SyncAction.LeftAlone]: deleted at the target since the last sync, unchanged at the source.
    DELETED_AT_TARGET(
            "deleted at the target; a run the other way with deletes deletes it here, this one with restore brings it back"),
    /// [SyncAction.LeftAlone]: deleted at the source, and deletes were not asked for.
    DELETE_NOT_ASKED("deleted at the source; stays at the target, since deletes were not asked for"),

    /// [SyncAction.LeftAlone]: the source has a link or a special file there, or a folder above is one; runs
    /// leave these out, and that it was synced before is no reason to delete it.
    HIDDEN_AT_SOURCE("replaced at the source by something that is not synced; stays at the target"),

    /// [SyncAction.LeftAlone]: the source cannot hold an object of this name, so that it lacks it is no reason to
    /// delete it.
    NOT_HELD_AT_SOURCE("the source cannot hold its name; stays at the target"),

    /// [SyncAction.Adopt]: on both sides and alike, but never synced.
    ALIKE_NEVER_SYNCED("the same on both sides; only noted as synced"),
    /// [SyncAction.Adopt]: changed on both sides to the same.
    ALIKE_CHANGED("changed to the same on both sides; only noted as synced"),
    /// [SyncAction.Adopt]: the content is the synced one; only a time or a version token is new.
    ONLY_TIMES("only its time or version changed, the content did not; noted"),
    /// [SyncAction.Forget]: deleted on both sides.
    BOTH_DELETED("deleted on both sides; no longer noted as synced"),
    /// [SyncAction.Unchanged]: both sides are as they were synced.
    UNCHANGED("unchanged"),

    /// [SyncAction.Refused] or [SyncAction.LeftAlone], as [NamePolicy] has it: the key is longer than the target takes.
    KEY_TOO_LONG("its name is longer than the target takes"),
    /// [SyncAction.Refused] or [SyncAction.LeftAlone], as [NamePolicy] has it: the name breaks a rule of the target's.
    NAME_NOT_HELD("the target cannot hold its name"),
    /// [SyncAction.Refused] or [SyncAction.LeftAlone], as [NamePolicy] has it: another object, or a folder, has or gets
    /// a name that the target takes for the same.
    NAME_TAKEN("the target takes its name for that of another object"),
    /// [SyncAction.Refused]: the object is larger than the target takes.
    OBJECT_TOO_LARGE("it is larger than the target takes");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /// The reason as part of a sentence.
    public String text() {
        return text;
    }

    /// The same in a run in `direction`, with the commands that help.
    public String text(SyncDirection direction) {
        if (this != DELETED_AT_TARGET) {
            return text;
        }
        return switch (direction) {
            case PUSH ->
                "deleted there; `waybill pull --delete` deletes it here, `waybill push --restore` sends it again";
            case PULL ->
                "deleted here; `waybill push --delete` deletes it there, `waybill pull --restore` brings it back";
        };
    }
}
