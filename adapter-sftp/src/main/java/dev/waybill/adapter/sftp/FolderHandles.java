package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// How many folders the listings of one conversation have open at once. They share three quarters of what may be open
/// in
/// it, so that whatever else goes on finds room. Any thread may use it.
final class FolderHandles {
    /// What a server bears that does not say.
    private static final int UNTOLD = 128;

    /// Left of few, too: for the folder that each listing waits for, and for a copy.
    private static final int LEAST_LEFT = 8;

    private final int most;
    private final IntSupplier openHandles;
    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /// @param told how many handles the server gives, at most
    /// @param openHandles how many it has given, to whomever
    FolderHandles(int told, IntSupplier openHandles) {
        int handles = told == Integer.MAX_VALUE ? UNTOLD : told;
        this.most = Math.max(1, handles - Math.max(LEAST_LEFT, handles / 4));
        this.openHandles = openHandles;
    }

    /// One more listing, until the share is closed.
    Share share() {
        return new Share();
    }

    /// The part of one listing. Any thread may use it.
    final class Share implements Closeable {
        private final AtomicInteger own = new AtomicInteger();

        private Share() {
            listings.incrementAndGet();
        }

        /// Whether a folder may be opened before it is waited for.
        boolean hasRoom() {
            return own.get() < Math.max(1, most / listings.get()) && open.get() < most && openHandles.getAsInt() < most;
        }

        /// A folder is about to be opened.
        void take() {
            own.incrementAndGet();
            open.incrementAndGet();
        }

        /// The server was asked to close it, or has not opened it.
        void giveBack() {
            own.decrementAndGet();
            open.decrementAndGet();
        }

        @Override
        public void close() {
            listings.decrementAndGet();
        }
    }
}
