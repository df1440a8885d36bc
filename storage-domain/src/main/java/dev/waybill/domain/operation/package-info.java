/// Repositories that lie elsewhere, as applications see them: what is known of them is looked at here, files are
/// fetched, and changes are recorded and show here at once.
@NullMarked
package dev.waybill.domain.operation;

import org.jspecify.annotations.NullMarked;
