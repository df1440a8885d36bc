package dev.waybill.domain.artifact;

/// A run of a program: where it is filed, and its id.
///
/// @param project the project it belongs to
/// @param name the name of the experiment
/// @param id its id
public record RunPath(String project, String name, String id) {
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public RunPath {
        NameRules.require("project of a run", project);
        NameRules.require("name of an experiment", name);
        NameRules.require("id of a run", id);
    }

    /// The run that `project/name/id` names.
    ///
    /// @throws IllegalArgumentException naming the text and the rule it breaks
    public static RunPath parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a run: " + NameRules.quoted(text) + ": it must be project/name/id");
        }
        return new RunPath(parts[0], parts[1], parts[2]);
    }

    @Override
    public String toString() {
        return project + "/" + name + "/" + id;
    }
}
