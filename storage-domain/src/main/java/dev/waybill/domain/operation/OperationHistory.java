package dev.waybill.domain.operation;

import java.util.List;

/// Keeps which operations this user's programs did. Any number of threads and processes may use it.
public interface OperationHistory extends AutoCloseable {
    /// Keeps nothing.
    OperationHistory NONE = new OperationHistory() {
        @Override
        public long begin(OperationStart start) {
            return 0;
        }

        @Override
        public void end(long id, OperationEnd end) {}

        @Override
        public List<OperationEntry> find(OperationQuery query) {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /// Records that an operation begins; that stays, whatever becomes of the program.
    ///
    /// @return the id of the record
    long begin(OperationStart start);

    /// Records how it ended.
    void end(long id, OperationEnd end);

    /// The operations that are asked for, the latest first.
    List<OperationEntry> find(OperationQuery query);

    @Override
    void close();
}
