/// What runs replaced and deleted, kept on the same store so that it can be brought back.
@NullMarked
package dev.waybill.domain.sync.trash;

import org.jspecify.annotations.NullMarked;
