package dev.waybill.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Which tools there are to compare.
///
/// @param installed those that are installed
/// @param described a line each, of those that are not, too
record Tools(List<Contender> installed, List<String> described) {
    /// Asks each what it is.
    static Tools installed(List<Contender> contenders) throws IOException, InterruptedException {
        var installed = new ArrayList<Contender>();
        var described = new ArrayList<String>();
        for (var contender : contenders) {
            var version = contender.version();
            version.ifPresent(text -> installed.add(contender));
            described.add(contender.name() + ": "
                    + version.map(text -> text + "; `" + contender.flags() + "`")
                            .orElse("not installed"));
        }
        return new Tools(installed, described);
    }
}
