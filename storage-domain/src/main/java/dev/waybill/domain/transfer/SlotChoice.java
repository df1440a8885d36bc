package dev.waybill.domain.transfer;

/// Chooses how many requests to have under way, by what they came to. One thread at a time.
///
/// It climbs while that pays: a quarter more, and more again if throughput rose by a fifth of that; else it goes back
/// and
/// rests. A store that asks to be left alone gets a quarter fewer at once.
final class SlotChoice {
    /// What part of the slots that were added must show as throughput.
    private static final double GAIN = 0.2;

    private static final int REST_AT_TOP = 20;
    private static final int REST_AFTER_BUSY = 8;

    private final int least;
    private final int most;
    private int slots;
    private int before;
    private double beforeRate = -1;
    private int rest;

    SlotChoice(int start, int least, int most) {
        this.least = least;
        this.most = most;
        this.slots = start;
        this.before = start;
    }

    int slots() {
        return slots;
    }

    /// The number to go on with.
    ///
    /// @param rate what got done in a second with the number before
    /// @param busy whether the store asked to be left alone meanwhile
    int after(double rate, boolean busy) {
        if (busy) {
            slots = Math.max(least, slots * 3 / 4);
            settle(REST_AFTER_BUSY);
        } else if (rest > 0) {
            rest--;
        } else if (beforeRate >= 0 && slots > before && rate < worthwhile()) {
            slots = before;
            settle(REST_AT_TOP);
        } else {
            climb(rate);
        }
        return slots;
    }

    private double worthwhile() {
        return beforeRate * (1 + GAIN * (slots - before) / before);
    }

    private void settle(int rounds) {
        before = slots;
        beforeRate = -1;
        rest = rounds;
    }

    private void climb(double rate) {
        before = slots;
        beforeRate = rate;
        slots = Math.min(most, slots + Math.max(1, slots / 4));
    }
}
