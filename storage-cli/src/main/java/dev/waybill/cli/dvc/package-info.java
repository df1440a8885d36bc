/// DVC on the same storage: its files of settings, and what must not come into Git.
@NullMarked
package dev.waybill.cli.dvc;

import org.jspecify.annotations.NullMarked;
