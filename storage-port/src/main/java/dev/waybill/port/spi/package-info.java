/// What a store's module implements so that the factory finds it.
@NullMarked
package dev.waybill.port.spi;

import org.jspecify.annotations.NullMarked;
