package dev.waybill.adapter.sftp;

/// Starts the threads that wait at the pipes of a process: a read or write there holds the thread of the system that it
/// runs on, and may last as long as the process does.
final class PipeThread {
    private PipeThread() {}

    /// Starts one that keeps no JVM from ending.
    static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name("waybill-ssh-" + name).start(work);
    }
}
