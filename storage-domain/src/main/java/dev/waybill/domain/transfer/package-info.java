/// Moves bytes: many at a time, within bounds.
@NullMarked
package dev.waybill.domain.transfer;

import org.jspecify.annotations.NullMarked;
