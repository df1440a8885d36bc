/// How a plan is written down: one JSON object a line, see `docs/plan-format.md`.
@NullMarked
package dev.waybill.domain.sync.plan;

import org.jspecify.annotations.NullMarked;
