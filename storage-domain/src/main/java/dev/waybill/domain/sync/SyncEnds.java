package dev.waybill.domain.sync;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectMetadata;

/// The two stores of a run, by side and by what they are in it.
record SyncEnds(SyncDirection direction, IObjectStorageAdapter local, IObjectStorageAdapter remote) {
    IObjectStorageAdapter source() {
        return switch (direction) {
            case PUSH -> local;
            case PULL -> remote;
        };
    }

    IObjectStorageAdapter target() {
        return switch (direction) {
            case PUSH -> remote;
            case PULL -> local;
        };
    }

    SyncSide sourceSide() {
        return switch (direction) {
            case PUSH -> SyncSide.LOCAL;
            case PULL -> SyncSide.REMOTE;
        };
    }

    SyncSide targetSide() {
        return switch (direction) {
            case PUSH -> SyncSide.REMOTE;
            case PULL -> SyncSide.LOCAL;
        };
    }

    /// How the source showed what was synced.
    SyncedVersion source(SyncedObject synced) {
        return switch (direction) {
            case PUSH -> synced.local();
            case PULL -> synced.remote();
        };
    }

    /// How the target showed what was synced.
    SyncedVersion target(SyncedObject synced) {
        return switch (direction) {
            case PUSH -> synced.remote();
            case PULL -> synced.local();
        };
    }

    /// Of two versions with the same content, the local one.
    ObjectMetadata local(ObjectMetadata source, ObjectMetadata target) {
        return switch (direction) {
            case PUSH -> source;
            case PULL -> target;
        };
    }

    /// Of two versions with the same content, the remote one.
    ObjectMetadata remote(ObjectMetadata source, ObjectMetadata target) {
        return switch (direction) {
            case PUSH -> target;
            case PULL -> source;
        };
    }
}
