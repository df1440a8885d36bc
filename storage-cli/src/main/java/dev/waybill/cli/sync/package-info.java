/// Push, pull and status: what is asked for, and what is told of it.
@NullMarked
package dev.waybill.cli.sync;

import org.jspecify.annotations.NullMarked;
