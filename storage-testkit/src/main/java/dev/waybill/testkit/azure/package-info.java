/// Azure Blob Storage, as Azurite plays it.
@NullMarked
package dev.waybill.testkit.azure;

import org.jspecify.annotations.NullMarked;
