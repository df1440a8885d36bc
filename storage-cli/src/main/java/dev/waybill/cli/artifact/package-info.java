/// The commands about artifacts.
@NullMarked
package dev.waybill.cli.artifact;

import org.jspecify.annotations.NullMarked;
