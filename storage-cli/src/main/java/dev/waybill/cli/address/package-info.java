/// What arguments name: configured remotes, URLs, local paths.
@NullMarked
package dev.waybill.cli.address;

import org.jspecify.annotations.NullMarked;
