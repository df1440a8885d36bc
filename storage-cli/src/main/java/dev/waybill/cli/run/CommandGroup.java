package dev.waybill.cli.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;

/// A command that others stand behind, and the making of those that a command line needs: reading the options of every
/// command takes longer than most commands run. One thread; filled where it is made.
public final class CommandGroup {
    private final Supplier<Object> itself;
    private final Map<String, BiFunction<Surroundings, List<String>, Object>> members = new LinkedHashMap<>();

    /// @param itself makes the command
    public CommandGroup(Supplier<Object> itself) {
        this.itself = itself;
    }

    /// This one, with a further command.
    public CommandGroup with(String name, Function<Surroundings, Object> command) {
        members.put(name, (surroundings, arguments) -> command.apply(surroundings));
        return this;
    }

    /// This one, with a further group, which is asked for where it is needed.
    public CommandGroup withGroup(String name, Supplier<CommandGroup> group) {
        members.put(name, (surroundings, arguments) -> group.get().made(surroundings, arguments));
        return this;
    }

    /// Whether these arguments start with one of its commands.
    public boolean isNamedBy(List<String> arguments) {
        return !arguments.isEmpty() && members.containsKey(arguments.getFirst());
    }

    /// The command: with one behind it where the first of `arguments` names it, else with all.
    public CommandLine made(Surroundings surroundings, List<String> arguments) {
        var line = new CommandLine(itself.get());
        String name = arguments.isEmpty() ? "" : arguments.getFirst();
        var named = members.get(name);
        if (named != null) {
            return line.addSubcommand(name, named.apply(surroundings, arguments.subList(1, arguments.size())));
        }
        members.forEach((each, member) -> line.addSubcommand(each, member.apply(surroundings, List.of())));
        return line;
    }
}
