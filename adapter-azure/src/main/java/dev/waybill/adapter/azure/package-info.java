/// Objects in a container of Azure Blob Storage.
@NullMarked
package dev.waybill.adapter.azure;

import org.jspecify.annotations.NullMarked;
