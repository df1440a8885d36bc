package dev.waybill.cli.endtoend.store;

import dev.waybill.testkit.azure.Azurite;
import java.io.IOException;
import java.util.List;

/// A container of Azurite, which all of them share.
final class AzureRemote extends ProxiedRemote {
    private final String container = Azurite.shared().newContainer();

    AzureRemote() throws IOException {
        super(Azurite.shared().port(), 4 << 20, List.of());
    }

    @Override
    public String settings() {
        return """
                      provider: az
                      account: %s
                      container: %s
                      prefix: data
                      endpoint: "%s"
                      accountKey: %s
                """.formatted(Azurite.ACCOUNT, container, Azurite.endpoint(port()), Azurite.KEY);
    }

    @Override
    public long partBytes() {
        return 2 << 20;
    }

    @Override
    void stop() {}
}
