/// What applications call: the service over one store.
@NullMarked
package dev.waybill.domain.service;

import org.jspecify.annotations.NullMarked;
