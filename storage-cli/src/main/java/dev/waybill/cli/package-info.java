/// The commands, their output and their exit codes.
@NullMarked
package dev.waybill.cli;

import org.jspecify.annotations.NullMarked;
