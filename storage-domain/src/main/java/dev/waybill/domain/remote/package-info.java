/// Work that is done where the data lies, by programs of ours that a store's machine runs.
@NullMarked
package dev.waybill.domain.remote;

import org.jspecify.annotations.NullMarked;
