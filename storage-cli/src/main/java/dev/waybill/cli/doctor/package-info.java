/// What `waybill doctor` prints.
@NullMarked
package dev.waybill.cli.doctor;

import org.jspecify.annotations.NullMarked;
