/// A strict endpoint of the Google Cloud Storage JSON API for tests of clients.
@NullMarked
package dev.waybill.testkit.gcs;

import org.jspecify.annotations.NullMarked;
