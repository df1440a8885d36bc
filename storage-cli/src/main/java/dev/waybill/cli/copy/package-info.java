/// Copying and moving objects between any two places.
@NullMarked
package dev.waybill.cli.copy;

import org.jspecify.annotations.NullMarked;
