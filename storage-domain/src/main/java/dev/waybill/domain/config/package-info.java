/// Reads the configuration and reports all that is wrong with it at once.
@NullMarked
package dev.waybill.domain.config;

import org.jspecify.annotations.NullMarked;
