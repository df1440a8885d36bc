/// A stand-in of the Naas API.
@NullMarked
package dev.waybill.testkit.naas;

import org.jspecify.annotations.NullMarked;
