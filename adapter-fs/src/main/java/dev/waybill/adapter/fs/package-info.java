/// Objects as files in a folder.
@NullMarked
package dev.waybill.adapter.fs;

import org.jspecify.annotations.NullMarked;
