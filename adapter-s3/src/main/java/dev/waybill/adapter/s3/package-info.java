/// Objects in a bucket of any store that speaks S3.
@NullMarked
package dev.waybill.adapter.s3;

import org.jspecify.annotations.NullMarked;
