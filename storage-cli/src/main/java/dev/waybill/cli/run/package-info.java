/// One run of the command: what surrounds it, and how it is begun and broken off.
@NullMarked
package dev.waybill.cli.run;

import org.jspecify.annotations.NullMarked;
