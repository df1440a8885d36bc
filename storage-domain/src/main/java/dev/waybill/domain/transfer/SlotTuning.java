package dev.waybill.domain.transfer;

import java.util.function.LongSupplier;

/// Within which bounds the number of requests under way is chosen.
///
/// @param start with how many to begin
/// @param least never fewer
/// @param most never more
/// @param repeated how many requests had to be repeated so far, since the store was busy or could not be had
public record SlotTuning(int start, int least, int most, LongSupplier repeated) {
    /// @throws IllegalArgumentException naming the values and the rule they break
    public SlotTuning {
        if (least < 1 || start < least || most < start) {
            throw new IllegalArgumentException("request slots must be 1 or more, and begin within their bounds: "
                    + least + ", " + start + ", " + most);
        }
    }
}
