/// The contract every adapter passes, and hand-written fakes that pass it too.
@NullMarked
package dev.waybill.testkit;

import org.jspecify.annotations.NullMarked;
