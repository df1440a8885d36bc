/// The commands.
@NullMarked
package dev.waybill.cli.command;

import org.jspecify.annotations.NullMarked;
