package dev.waybill.domain.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces `${env:NAME}` and `${file:path}` in values; `$${` stands for a plain `${`.
///
/// What could not be had is noted as a problem that names the variable or the file, never a value. What is
/// wrong on every machine is told apart from what only this one lacks.
final class Substitution {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}?");
    private static final long MAX_FILE_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final Path folder;
    private final ProblemList mistakes;

    /// @param folder what the relative paths of files count from
    /// @param mistakes where references that no machine could resolve are noted
    Substitution(Map<String, String> environment, Path folder, ProblemList mistakes) {
        this.environment = environment;
        this.folder = folder;
        this.mistakes = mistakes;
    }

    /// The value of `written`, noting in `missing` what this machine lacks for it.
    Setting apply(String written, Place place, ProblemList missing) {
        Matcher references = REFERENCE.matcher(written);
        var text = new StringBuilder();
        boolean resolved = true;
        while (references.find()) {
            Optional<String> value = valueOf(references, place, missing);
            resolved &= value.isPresent();
            references.appendReplacement(text, Matcher.quoteReplacement(value.orElse("")));
        }
        references.appendTail(text);
        return new Setting(written, text.toString(), resolved, place);
    }

    private Optional<String> valueOf(Matcher reference, Place place, ProblemList missing) {
        if (reference.group().equals("$${")) {
            return Optional.of("${");
        }
        if (!reference.group().endsWith("}")) {
            mistakes.note(place, "a ${ without its }; write $${ for a plain ${");
            return Optional.empty();
        }
        String name = reference.group(1);
        if (name.startsWith("env:")) {
            return variable(name.substring("env:".length()), place, missing);
        }
        if (name.startsWith("file:")) {
            return content(name.substring("file:".length()), place, missing);
        }
        mistakes.note(place, "unknown substitution ${" + name + "}: write ${env:NAME} or ${file:path}");
        return Optional.empty();
    }

    private Optional<String> variable(String name, Place place, ProblemList missing) {
        Optional<String> value = Optional.ofNullable(environment.get(name));
        if (value.isEmpty()) {
            missing.note(place, "the environment variable " + name + " is not set");
        } else if (value.get().isEmpty()) {
            missing.note(place, "the environment variable " + name + " is empty");
            return Optional.empty();
        }
        return value;
    }

    private Optional<String> content(String name, Place place, ProblemList missing) {
        try {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file) && Files.exists(file)) {
                missing.note(place, "not a file: " + file);
                return Optional.empty();
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                missing.note(place, "larger than the 64 KiB of a value: " + file);
                return Optional.empty();
            }
            return Optional.of(withoutLineEnd(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (InvalidPathException e) {
            missing.note(place, "not a path: ${file:" + name + "}");
        } catch (NoSuchFileException e) {
            missing.note(place, "there is no file " + folder.resolve(name));
        } catch (CharacterCodingException e) {
            missing.note(place, "not UTF-8 text: " + folder.resolve(name));
        } catch (IOException e) {
            missing.note(
                    place,
                    "cannot read " + folder.resolve(name) + ": " + e.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    /// Editors and `echo` end a file with a line end that is no part of the value.
    private static String withoutLineEnd(String text) {
        return text.endsWith("\r\n")
                ? text.substring(0, text.length() - 2)
                : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
