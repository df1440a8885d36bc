package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Variables;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.port.Secret;
import dev.waybill.port.spi.S3Access;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints what another program needs to reach a remote by itself.
@Command(
        name = "env",
        description = {
            "Print the variables by which another program, in a container say, reaches a remote by itself through "
                    + "S3: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION and "
                    + "AWS_ENDPOINT_URL, as far as there are any.",
            "They are secrets, so nothing is printed on a terminal unless --show-secrets is given. Where the remote "
                    + "is and when the credentials end is told on standard error.",
            "The remote's provider is s3 or naas."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill env naas | docker run --env-file /dev/stdin image    for one container",
            "  eval \"$(waybill env --format shell)\"                         for the shell",
            "  waybill env team --format json | jq -r .AWS_ACCESS_KEY_ID"
        })
public final class EnvCommand extends WaybillCommand {
    /// How variables are written.
    enum Format {
        DOTENV,
        SHELL,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private RemoteArgument remote = new RemoteArgument();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "dotenv",
            description = "dotenv (NAME=value), shell (export NAME='value') or json (default: ${DEFAULT-VALUE}).")
    private Format format = Format.DOTENV;

    @Option(names = "--show-secrets", description = "Print them on a terminal, too.")
    private boolean showSecrets;

    /// @param surroundings what is around the run
    public EnvCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        if (session.surroundings().outIsTerminal() && !showSecrets) {
            throw CommandFailure.usage(
                    "the variables are secrets, and standard output is a terminal",
                    "send them to where they are needed (waybill env | …), or say --show-secrets");
        }
        S3Access access = Remotes.access(session, remote.in(session));
        session.console().out().print(text(variables(access)));
        session.console().note(SafeText.of(place(access)));
        return ExitCode.DONE;
    }

    private String text(Map<String, String> variables) {
        return switch (format) {
            case DOTENV -> Variables.dotenv(variables);
            case SHELL -> Variables.shell(variables);
            case JSON -> Variables.json(variables);
        };
    }

    private static Map<String, String> variables(S3Access access) {
        var keys = access.credentials();
        var variables = new LinkedHashMap<String, String>();
        variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId().reveal());
        variables.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey().reveal());
        keys.sessionToken().map(Secret::reveal).ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
        access.region().ifPresent(region -> {
            variables.put("AWS_REGION", region);
            variables.put("AWS_DEFAULT_REGION", region);
        });
        access.endpoint().ifPresent(server -> variables.put("AWS_ENDPOINT_URL", server.toString()));
        return variables;
    }

    private static String place(S3Access access) {
        String prefix = access.prefix().isEmpty() ? "" : "/" + access.prefix();
        String end = access.credentials()
                .expires()
                .map(time -> ", until " + Remotes.shown(time))
                .orElse("");
        return "for s3://" + access.bucket() + prefix + end;
    }
}
