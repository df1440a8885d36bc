/// Measures what a store really does, against what its adapter says it can.
@NullMarked
package dev.waybill.domain.doctor;

import org.jspecify.annotations.NullMarked;
