/// The JSON documents of an artifact repository, as Runicorn 0.4 writes them: read with tolerance, written with none.
@NullMarked
package dev.waybill.domain.artifact.format;

import org.jspecify.annotations.NullMarked;
