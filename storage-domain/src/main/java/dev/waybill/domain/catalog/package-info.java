/// What is known here of repositories that lie elsewhere: their small documents and an index of them, brought up to
/// date by [MetadataSync] and looked at without the network by [CatalogBrowser].
@NullMarked
package dev.waybill.domain.catalog;

import org.jspecify.annotations.NullMarked;
