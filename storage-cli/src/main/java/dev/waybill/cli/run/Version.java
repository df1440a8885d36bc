package dev.waybill.cli.run;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// Which version of the command this is.
public final class Version implements IVersionProvider {
    /// For picocli.
    public Version() {}

    /// The line that `--version` prints.
    public static String line() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        return "waybill " + version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {line()};
    }
}
