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

    /// That `name` is a link in a store that has none.
    static InTheWay unfollowed(String name) {
        return new InTheWay(name + " is a symbolic link, which is not followed (links: skip)");
    }

    /// The rule it breaks, for people.
    String rule() {
        return rule;
    }
}
