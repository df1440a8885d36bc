/// Reads long listings: in several pieces at the same time, or not all of what nobody wants of them.
@NullMarked
package dev.waybill.domain.listing;

import org.jspecify.annotations.NullMarked;
