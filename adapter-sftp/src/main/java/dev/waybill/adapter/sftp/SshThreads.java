package dev.waybill.adapter.sftp;

/// Starts the threads of connections, which keep no JVM from ending.
final class SshThreads {
    private SshThreads() {}

    /// One of the system, for what holds the thread that it runs on: reading and writing at the pipes of a process,
    /// which
    /// may last as long as the process does, and long computing.
    static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name("waybill-ssh-" + name).start(work);
    }

    /// A virtual one, for what mostly waits.
    static Thread startWaiting(String name, Runnable work) {
        return Thread.ofVirtual().name("waybill-ssh-" + name).start(work);
    }

    /// Lets others go first who are about to send, so that what they send goes out with what this thread has. It is as
    /// right without.
    @SuppressWarnings("ThreadPriorityCheck")
    static void letOthersSend() {
        Thread.yield();
    }
}
