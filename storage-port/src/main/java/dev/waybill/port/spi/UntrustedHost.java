package dev.waybill.port.spi;

import java.util.List;
import java.util.Optional;

/// A server that shows keys of which none is trusted yet.
///
/// @param name of the server as the file of trusted keys has it: `host`, or `[host]:2222`
/// @param keys those that it shows, at least one
/// @param conflict what is trusted in their place, in words; present where the server's key has changed
public record UntrustedHost(String name, List<HostKey> keys, Optional<String> conflict) {
    public UntrustedHost {
        keys = List.copyOf(keys);
    }
}
