package dev.waybill.cli.run;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// This machine's name, as people know it.
public final class HostName {
    private static final String VARIABLE = "WAYBILL_HOST";
    private static final Path OF_LINUX = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /// What the variable `WAYBILL_HOST` says, else what the system says.
    public static String of(Surroundings around) {
        String told = around.environment().getOrDefault(VARIABLE, "").strip();
        return told.isEmpty() ? ofSystem() : told;
    }

    /// On Linux without asking the resolver, which may take long where the network is down.
    private static String ofSystem() {
        try {
            return Files.exists(OF_LINUX)
                    ? Files.readString(OF_LINUX).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
