/// The adapter for buckets of Google Cloud Storage.
@NullMarked
package dev.waybill.adapter.gcs;

import org.jspecify.annotations.NullMarked;
