package dev.waybill.testkit;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The threads that live at one time, but for those of the JVM, of test servers and of the test itself.
///
/// @param threads they
record LivingThreads(Set<Thread> threads) {
    private static final Pattern NOT_OF_ADAPTERS = Pattern.compile("fault-proxy.*|HTTP-Dispatcher|idle-timeout-task"
            + "|main|junit.*|ForkJoinPool.*|process reaper.*|.*Poller|VirtualThread-unblocker|Common-Cleaner"
            + "|Cleaner-.*|Keep-Alive-Timer|Attach Listener|Finalizer|Reference Handler|Signal Dispatcher"
            + "|surefire-.*|Notification Thread");

    static LivingThreads now() {
        return new LivingThreads(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive()
                        && !NOT_OF_ADAPTERS.matcher(thread.getName()).matches())
                .collect(Collectors.toSet()));
    }

    /// Those of now that were not there then.
    Set<Thread> newOnes() {
        return now().threads().stream()
                .filter(thread -> !threads.contains(thread))
                .collect(Collectors.toSet());
    }
}
