/// Opens stores by URL, by configured name or by folder.
@NullMarked
package dev.waybill.domain.factory;

import org.jspecify.annotations.NullMarked;
