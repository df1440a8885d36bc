package dev.waybill.adapter.azure;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.MapSettings;
import dev.waybill.testkit.azure.Azurite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.util.Throwables;

/// A program for a process whose environment says who asks. For each line that it reads it does something, and says
/// what came of it up to a line `END`.
final class AzureWriter {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final int SMALL = 10;
    private static final int LARGE = AzureSender.BUFFERED_BYTES + 1;

    private final ManualClock clock;
    private final IObjectStorageAdapter store;
    private final List<Thread> begun = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> results = new ConcurrentLinkedQueue<>();

    private AzureWriter(ManualClock clock, IObjectStorageAdapter store) {
        this.clock = clock;
        this.store = store;
    }

    public static void main(String[] arguments) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        while (line != null) {
            awaitThreadsEnd();
            var clock = new ManualClock(Clock.systemUTC().instant());
            try (var store = open(line.split(" "), clock)) {
                System.out.println("END");
                var writer = new AzureWriter(clock, store);
                for (line = in.readLine(); line != null && !line.startsWith("open "); line = in.readLine()) {
                    System.out.println(writer.say(line.split(" ")));
                    System.out.println("END");
                }
            }
        }
    }

    /// What was opened before has left no thread that fetches tokens or moves bytes.
    private static void awaitThreadsEnd() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().matches("(HttpClient|pool|bounded|parallel).*"))) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /// `open`, the endpoint, the container, the read timeout, and what is added to the environment.
    @MustBeClosed
    private static IObjectStorageAdapter open(String[] words, Clock clock) {
        var settings = new MapSettings(Map.of(
                "account", Azurite.ACCOUNT, "endpoint", words[1], "container", words[2], "readTimeout", words[3]));
        var environment = new HashMap<>(System.getenv());
        for (int i = 4; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            environment.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return AzureAdapter.open(AzureConfig.of(settings), new AdapterContext(clock, 4), environment);
    }

    private String say(String[] words) throws InterruptedException {
        switch (words[0]) {
            case "later" -> {
                clock.advance(Duration.ofSeconds(Long.parseLong(words[1])));
                return "";
            }
            case "begin" -> {
                for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                    begun.add(Thread.ofVirtual().start(() -> results.add(outcome("put"))));
                }
                return "";
            }
            case "interrupt" -> begun.get(0).interrupt();
            case "finish" -> {}
            default -> {
                return outcome(words[0]);
            }
        }
        for (Thread thread : begun) {
            thread.join();
        }
        begun.clear();
        var said = String.join("\n", results);
        results.clear();
        return said;
    }

    private String outcome(String what) {
        try {
            return switch (what) {
                case "put" -> put(SMALL);
                case "large" -> put(LARGE);
                case "copy" ->
                    store.copy(KEY, ObjectKey.of("copy"), CopyOptions.DEFAULT).size() + " bytes";
                default -> read();
            };
        } catch (StorageException | IOException e) {
            return Throwables.getStackTrace(e);
        }
    }

    private String put(int bytes) {
        return store.put(KEY, ObjectSource.of(new byte[bytes]), PutOptions.DEFAULT)
                        .size() + " bytes";
    }

    private String read() throws IOException {
        try (var content = store.get(KEY, GetOptions.WHOLE)) {
            return content.stream().readAllBytes().length + " bytes";
        }
    }
}
