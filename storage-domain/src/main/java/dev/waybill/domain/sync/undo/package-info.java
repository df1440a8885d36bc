/// Takes back what a run did.
@NullMarked
package dev.waybill.domain.sync.undo;

import org.jspecify.annotations.NullMarked;
