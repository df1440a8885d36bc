package dev.waybill.domain.transfer;

import dev.waybill.port.Checksum;
import dev.waybill.port.UploadedPart;
import java.util.List;

/// A part as the target took it, and the checksums of the bytes that went into it.
///
/// @param part what the target said of it
/// @param hashed in the algorithms of the transfer, in their order: those of all parts make that of the whole
public record MovedPart(UploadedPart part, List<Checksum> hashed) {
    /// Copies the list.
    public MovedPart {
        hashed = List.copyOf(hashed);
    }
}
