/// OpenSSH's server, for tests of what speaks SSH.
@NullMarked
package dev.waybill.testkit.ssh;

import org.jspecify.annotations.NullMarked;
