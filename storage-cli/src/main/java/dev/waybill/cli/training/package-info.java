/// What the build runs to make the start-up cache.
@NullMarked
package dev.waybill.cli.training;

import org.jspecify.annotations.NullMarked;
