/// Changes of repositories that lie elsewhere: they are recorded, and what is known here of the repository follows them
/// at
/// once.
@NullMarked
package dev.waybill.domain.operation;

import org.jspecify.annotations.NullMarked;
