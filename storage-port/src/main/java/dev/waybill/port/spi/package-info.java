/// What a store's module implements so that the factory finds it, and what such modules have in common.
@NullMarked
package dev.waybill.port.spi;

import org.jspecify.annotations.NullMarked;
