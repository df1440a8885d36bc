/// The layers between the service and an adapter.
@NullMarked
package dev.waybill.domain.layer;

import org.jspecify.annotations.NullMarked;
