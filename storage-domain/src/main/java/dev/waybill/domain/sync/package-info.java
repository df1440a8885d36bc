/// Plans what makes two sides equal, and carries it out.
@NullMarked
package dev.waybill.domain.sync;

import org.jspecify.annotations.NullMarked;
