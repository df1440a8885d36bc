/// The storage of a Naas workspace: a part of a bucket, for which the Naas API hands out credentials.
@NullMarked
package dev.waybill.adapter.naas;

import org.jspecify.annotations.NullMarked;
