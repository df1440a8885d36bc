/// The domain's state ports on an SQLite file.
@NullMarked
package dev.waybill.adapter.sqlite;

import org.jspecify.annotations.NullMarked;
