package dev.waybill.adapter.fs;

import java.io.IOException;

/// What lies on the way to a key, or at it, rules the key out.
final class InTheWay extends IOException {
    private static final long serialVersionUID = 1L;

    private final String rule;

    InTheWay(String rule) {
        super(rule);
        this.rule = rule;
    }

    /// The rule it breaks, for people.
    String rule() {
        return rule;
    }
}
