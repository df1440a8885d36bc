package dev.waybill.cli.catalog;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.config.ConfigurationEditor;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.ConfigurationReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Adds a remote to the configuration.
@Command(
        name = "add",
        description = {
            "Add a remote to the nearest waybill.yaml, which is made in this folder where there is none. Connects to "
                    + "nothing.",
            "The rest of the file stays as it is, comments too. Secrets are not written there: name the variable or the "
                    + "file that has them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill remote add lab sftp://researcher@gpu.lab.example/home/researcher/data",
            "  waybill remote add prod s3://team-data/storage region=eu-west-1",
            "  waybill remote add minio s3://b endpoint=http://127.0.0.1:9000 'accessKeyId=${env:KEY}' "
                    + "'secretAccessKey=${env:SECRET}'"
        })
public final class RemoteAddCommand extends WaybillCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "What it is called from then on.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description = "Where the store is: sftp://host/folder, s3://bucket/prefix.")
    private String url = "";

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "KEY=VALUE", description = "More of what it needs.")
    private List<String> settings = List.of();

    @Mixin
    private ConfigurationPlace place = new ConfigurationPlace();

    /// @param surroundings what is around the run
    public RemoteAddCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        Map<String, String> more = pairs();
        ConfigurationEditor editor = ConfigurationPlace.editor(session);
        Path file = place.file(session);
        if (!place.isGlobal() && !Files.exists(file)) {
            session.configuration().file().ifPresent(other -> {
                throw CommandFailure.usage(
                        "what holds here is " + SafeText.of(other.toString()) + ", which a waybill.yaml would hide",
                        "write a waybill.yaml with all that is needed, or add the remote with --global");
            });
        }
        editor.add(file, name, url, more);
        session.console().line("added " + SafeText.of(name) + " to " + SafeText.of(file.toString()));
        var added = new ConfigurationReader(
                        session.factory().providers(), session.surroundings().environment())
                .read(session.surroundings().workingFolder(), ConfigurationOverrides.NONE.withFile(file));
        added.remote(name).problems().forEach(problem -> session.console().warning(problem.toString()));
        return ExitCode.DONE;
    }

    private Map<String, String> pairs() {
        var pairs = new LinkedHashMap<String, String>();
        for (String each : settings) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage("a key and its value were expected, parted by =", "write region=eu-west-1");
            }
            if (pairs.put(each.substring(0, equals), each.substring(equals + 1)) != null) {
                throw CommandFailure.usage("the key " + each.substring(0, equals) + " was given twice", "give it once");
            }
        }
        return pairs;
    }
}
