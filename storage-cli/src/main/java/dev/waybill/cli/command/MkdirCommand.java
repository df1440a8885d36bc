package dev.waybill.cli.command;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Makes folders, in stores that have such.
@Command(
        name = "mkdir",
        description = "Make a folder, with those above it, where the store is a folder.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill mkdir data/new",
            "  waybill mkdir embedded:models",
            "",
            "Other stores have no folders of their own: storing s3://bucket/a/b makes a appear."
        })
public final class MkdirCommand extends WaybillCommand {
    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "remote:path or a local path.")
    private List<String> places = List.of();

    /// @param surroundings what is around the run
    public MkdirCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        try (var opened = new Places(session, false)) {
            for (String place : places) {
                make(opened.target(place));
                session.console().note("made " + place);
            }
        }
        return ExitCode.DONE;
    }

    private static void make(Location location) {
        var store = location.store().store();
        if (!store.scheme().equals("file")) {
            throw CommandFailure.usage(
                    store + " has no folders of its own", "store an object below it, and the folder appears");
        }
        Path root = Path.of(store.location());
        Path folder = root.resolve(location.path());
        try {
            requireInside(root, folder, location);
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.usage(e.getFile() + " is a file", "choose another name");
        } catch (AccessDeniedException e) {
            throw new CommandFailure(Failure.of(
                    ExitCode.DENIED, "not allowed to make " + location, "check the mode of the folder above it"));
        } catch (IOException e) {
            throw new CommandFailure(
                    Failure.of(ExitCode.INCOMPLETE, "could not make " + location + ": " + e.getMessage()));
        }
    }

    /// A link on the way may lead anywhere.
    private static void requireInside(Path root, Path folder, Location location) throws IOException {
        Path existing = root;
        for (Path name : root.relativize(folder)) {
            if (!Files.exists(existing.resolve(name))) {
                break;
            }
            existing = existing.resolve(name);
        }
        if (Files.exists(existing) && !existing.toRealPath().startsWith(root.toRealPath())) {
            throw CommandFailure.usage(location + " leads out of the store through a link", "choose another name");
        }
    }
}
