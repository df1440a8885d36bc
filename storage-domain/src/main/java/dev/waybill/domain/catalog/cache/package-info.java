/// What this machine keeps of the contents of artifacts: each once, by its SHA-256, shared by all versions that have
/// it.
@NullMarked
package dev.waybill.domain.catalog.cache;

import org.jspecify.annotations.NullMarked;
