/// What is printed: text for people, NDJSON for machines, progress.
@NullMarked
package dev.waybill.cli.output;

import org.jspecify.annotations.NullMarked;
