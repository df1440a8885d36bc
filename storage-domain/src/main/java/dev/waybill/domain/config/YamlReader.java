package dev.waybill.domain.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.JacksonYAMLParseException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads YAML into nodes that know their lines, noting what is wrong with it.
///
/// Of YAML it takes what a configuration needs: one document of keys, lists and single values. Aliases are
/// refused, so a document is never larger than its text.
final class YamlReader {
    private static final int MAX_DEPTH = 8;
    private static final Pattern MARK = Pattern.compile("in reader, line (\\d+), column (\\d+)");

    private final ProblemList problems;

    YamlReader(ProblemList problems) {
        this.problems = problems;
    }

    /// The document's top, or empty if there is nothing in it or it cannot be read.
    Optional<YamlNode> read(String text) {
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            YamlNode top = node((YAMLParser) parser, 1);
            if (parser.nextToken() != null) {
                problems.note(place(parser), "a second document begins here; there must be one only");
            }
            return Optional.of(top);
        } catch (TooDeepException e) {
            problems.note(e.place, "nested deeper than any configuration is");
        } catch (JacksonException e) {
            problems.note(placeOf(e), wordingOf(e));
        }
        return Optional.empty();
    }

    private YamlNode node(YAMLParser parser, int depth) {
        Place place = place(parser);
        if (depth > MAX_DEPTH) {
            throw new TooDeepException(place);
        }
        if (parser.isCurrentAlias()) {
            problems.note(place, "an alias (*) is not supported; write the value out, or put it in quotes");
            return new YamlNode.Scalar(Optional.of(""), place);
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(parser, place, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(parser, place, depth);
        }
        boolean nothing = token == JsonToken.VALUE_NULL;
        return new YamlNode.Scalar(nothing ? Optional.empty() : Optional.of(parser.getString()), place);
    }

    private YamlNode mapping(YAMLParser parser, Place place, int depth) {
        var entries = new ArrayList<YamlNode.Entry>();
        var seen = new HashSet<String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            Place keyPlace = place(parser);
            parser.nextToken();
            YamlNode value = node(parser, depth + 1);
            if (seen.add(key)) {
                entries.add(new YamlNode.Entry(key, keyPlace, value));
            } else {
                problems.note(keyPlace, "the key \"" + key + "\" stands here a second time");
            }
        }
        return new YamlNode.Mapping(entries, place);
    }

    private YamlNode sequence(YAMLParser parser, Place place, int depth) {
        var items = new ArrayList<YamlNode>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(parser, depth + 1));
        }
        return new YamlNode.Sequence(items, place);
    }

    private static Place place(JsonParser parser) {
        TokenStreamLocation location = parser.currentTokenLocation();
        return new Place(location.getLineNr(), location.getColumnNr());
    }

    /// The last mark of the parser's own message is where it stopped; the location is that of a token before.
    private static Place placeOf(JacksonException e) {
        var marks = MARK.matcher(e.getOriginalMessage());
        Place place = null;
        while (marks.find()) {
            place = new Place(Integer.parseInt(marks.group(1)), Integer.parseInt(marks.group(2)));
        }
        return place != null ? place : placeOf(e.getLocation());
    }

    private static Place placeOf(@Nullable TokenStreamLocation location) {
        return location == null
                ? Place.NONE
                : new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /// What the parser says, without the excerpts of the text that it adds: they may show a secret.
    private static String wordingOf(JacksonException e) {
        if (!(e instanceof JacksonYAMLParseException)) {
            return "not the YAML of a configuration: each key must be plain text, nested a few levels at most";
        }
        List<String> sentences = e.getOriginalMessage()
                .lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .filter(line -> !line.startsWith("while ") && !line.contains("reader"))
                .toList();
        return "not YAML: " + sentences.stream().collect(Collectors.joining("; "));
    }

    private static final class TooDeepException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;

        TooDeepException(Place place) {
            this.place = place;
        }
    }
}
