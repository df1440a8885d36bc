package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Where the CPU time of a run of Waybill went, read from a recording of the JVM's own profiler (JEP 509).
final class CpuProfile {
    private static final String SAMPLE = "jdk.CPUTimeSample";
    private static final String COMPILER = "jdk.CompilerStatistics";
    private static final double LEAST_SHARE = 0.01;

    /// Whose time it is, by the innermost frame that somebody of these owns; the first prefix that fits counts.
    private static final Map<String, String> OWNERS = owners();

    private CpuProfile() {}

    /// The options by which a JVM writes what [#of] reads.
    static String javaOptions(Path recording) {
        return "-XX:StartFlightRecording=filename=" + recording + "," + SAMPLE + "#enabled=true," + SAMPLE
                + "#throttle=2ms," + COMPILER + "#enabled=true," + COMPILER + "#period=endChunk";
    }

    /// One sentence: each part's share of the samples, greatest first, and the time that compiling took beside them.
    static String of(Path recording) throws IOException {
        var samples = new HashMap<String, Integer>();
        double compiling = 0;
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                var event = file.readEvent();
                switch (event.getEventType().getName()) {
                    case SAMPLE -> samples.merge(owner(event), 1, Integer::sum);
                    case COMPILER ->
                        compiling = event.getDuration("totalTimeSpent").toMillis() / 1000.0;
                    default -> {}
                }
            }
        }
        return sentence(samples, compiling);
    }

    private static String sentence(Map<String, Integer> samples, double compiling) {
        double all = samples.values().stream().mapToInt(Integer::intValue).sum();
        return samples.entrySet().stream()
                        .filter(entry -> entry.getValue() >= all * LEAST_SHARE)
                        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                        .map(entry -> "%s %.0f %%".formatted(entry.getKey(), 100 * entry.getValue() / all))
                        .collect(Collectors.joining(", "))
                + String.format(Locale.ROOT, "; beside it %.1f s of compiling in the JVM", compiling);
    }

    private static String owner(RecordedEvent event) {
        var trace = event.getStackTrace();
        List<RecordedFrame> frames = trace == null ? List.of() : trace.getFrames();
        for (var frame : frames) {
            var type = frame.getMethod().getType().getName();
            for (var owner : OWNERS.entrySet()) {
                if (type.startsWith(owner.getKey())) {
                    return owner.getValue();
                }
            }
        }
        return "the JVM and its threads";
    }

    private static Map<String, String> owners() {
        Map<String, String> owners = new LinkedHashMap<>();
        owners.put("software.amazon.awssdk.http.", "the HTTP client");
        owners.put("org.apache.hc.", "the HTTP client");
        owners.put("software.amazon.", "the S3 SDK's request pipeline");
        owners.put("dev.waybill.adapter.s3.S3Signer", "signing");
        owners.put("dev.waybill.adapter.s3.", "the S3 adapter");
        owners.put("dev.waybill.port.Crc", "checksums");
        owners.put("dev.waybill.port.ContentHasher", "checksums");
        owners.put("dev.waybill.adapter.fs.", "folders");
        owners.put("dev.waybill.adapter.sqlite.", "the record of the last sync");
        owners.put("org.sqlite.", "the record of the last sync");
        owners.put("dev.waybill.domain.", "planning and transfer");
        owners.put("dev.waybill.port.", "planning and transfer");
        owners.put("dev.waybill.", "the command");
        owners.put("picocli.", "the command");
        owners.put("tools.jackson.", "the command");
        return owners;
    }
}
