/// The exit codes, and what each failure becomes for the user.
@NullMarked
package dev.waybill.cli.exit;

import org.jspecify.annotations.NullMarked;
