/// A strict S3 endpoint in this process, for tests of clients.
@NullMarked
package dev.waybill.testkit.s3;

import org.jspecify.annotations.NullMarked;
