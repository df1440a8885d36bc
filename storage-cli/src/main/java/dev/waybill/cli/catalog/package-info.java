/// The commands about catalogs of repositories.
@NullMarked
package dev.waybill.cli.catalog;

import org.jspecify.annotations.NullMarked;
