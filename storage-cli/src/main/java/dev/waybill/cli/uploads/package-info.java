/// Unfinished uploads, and whose they are.
@NullMarked
package dev.waybill.cli.uploads;

import org.jspecify.annotations.NullMarked;
