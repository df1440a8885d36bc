package dev.waybill.adapter.fs;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.UploadPartsRejected;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadedPart;
import java.util.List;
import java.util.Map;

/// Whether parts make a whole object.
///
/// @param partBytes the length of every part but the last
record PartsCheck(StoreId store, ObjectKey key, long partBytes) {
    /// @param parts what the object is to be made of
    /// @param held what is there
    /// @throws UploadPartsRejected if they do not
    void require(List<UploadedPart> parts, Map<Integer, PartRecord> held) {
        if (parts.isEmpty()) {
            throw rejected("there is no part; an empty object has one of no bytes");
        }
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (part.number() != i + 1) {
                throw rejected("part " + (i + 1) + " is missing, " + part.number() + " is in its place");
            }
            var record = held.get(part.number());
            if (record == null) {
                throw rejected("part " + part.number() + " was not stored");
            }
            if (!record.toPart().etag().equals(part.etag()) || record.size() != part.size()) {
                throw rejected("part " + part.number() + " is not the one that was stored last");
            }
            if (i + 1 < parts.size() && part.size() != partBytes) {
                throw rejected("part " + part.number() + " has " + part.size() + " bytes, where all but the last have "
                        + partBytes);
            }
        }
    }

    private UploadPartsRejected rejected(String detail) {
        return new UploadPartsRejected(store, key, detail, null);
    }
}
