package dev.waybill.cli.output;

/// Shows nothing.
final class NoProgress extends Progress {
    @Override
    void changed() {}

    @Override
    public void printing(Runnable lines) {
        lines.run();
    }

    @Override
    public void close() {}
}
