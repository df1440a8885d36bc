/// The port: one store of named byte sequences, the values it speaks in and the errors it raises.
@NullMarked
package dev.waybill.port;

import org.jspecify.annotations.NullMarked;
