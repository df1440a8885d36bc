/// Reads long listings in several pieces at the same time.
@NullMarked
package dev.waybill.domain.listing;

import org.jspecify.annotations.NullMarked;
