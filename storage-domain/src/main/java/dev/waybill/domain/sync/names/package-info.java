/// Names that a store cannot hold, written as others that it can.
@NullMarked
package dev.waybill.domain.sync.names;

import org.jspecify.annotations.NullMarked;
