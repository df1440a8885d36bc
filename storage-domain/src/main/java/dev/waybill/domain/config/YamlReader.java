package dev.waybill.domain.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads YAML into nodes that know their lines, noting what is wrong with it.
///
/// Of YAML it takes what a configuration needs: one document of keys, lists and single values. Aliases are
/// refused, so a document is never larger than its text.
final class YamlReader {
    private static final int MAX_DEPTH = 8;

    /// What stands for no value: that of YAML's core schema (1.2.2, 10.3.2) but for `~`, which is a folder here.
    private static final Set<String> NOTHING = Set.of("", "null", "Null", "NULL");

    private final ProblemList problems;
    private Place last = Place.NONE;

    YamlReader(ProblemList problems) {
        this.problems = problems;
    }

    /// The document's top, or empty if there is nothing in it or it cannot be read.
    Optional<YamlNode> read(String text) {
        try {
            var settings = LoadSettings.builder().build();
            var events = new ParserImpl(settings, new StreamReader(settings, text));
            if (!isAtDocument(events)) {
                return Optional.empty();
            }
            YamlNode top = node(events, events.next(), 1);
            if (isAtDocument(events)) {
                problems.note(place(events.next()), "a second document begins here; there must be one only");
            }
            return Optional.of(top);
        } catch (UnfitException e) {
            problems.note(e.place, String.valueOf(e.getMessage()));
        } catch (MarkedYamlEngineException e) {
            problems.note(e.getProblemMark().map(YamlReader::place).orElse(last), notYaml(e.getProblem()));
        } catch (ReaderException e) {
            problems.note(placeOf(text, e.getPosition()), notYaml("special characters are not allowed"));
        } catch (YamlEngineException e) {
            problems.note(last, notYaml(e.getMessage()));
        }
        return Optional.empty();
    }

    /// Some reasons name a character, which may be the end of a line.
    private static String notYaml(@Nullable String reason) {
        return "not YAML: " + String.valueOf(reason).strip().replaceAll("\\s+", " ");
    }

    /// Goes on to the first event in the next document, if there is one.
    private static boolean isAtDocument(Iterator<Event> events) {
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.DocumentStart) {
                return true;
            }
        }
        return false;
    }

    private YamlNode node(Iterator<Event> events, Event first, int depth) {
        Place place = place(first);
        last = place;
        if (depth > MAX_DEPTH) {
            throw new UnfitException(place, "nested deeper than any configuration is");
        }
        return switch (first) {
            case MappingStartEvent begun -> mapping(events, place, depth);
            case SequenceStartEvent begun -> sequence(events, place, depth);
            case ScalarEvent scalar -> {
                boolean nothing = scalar.isPlain() && scalar.getTag().isEmpty() && NOTHING.contains(scalar.getValue());
                yield new YamlNode.Scalar(nothing ? Optional.empty() : Optional.of(scalar.getValue()), place);
            }
            case AliasEvent alias -> {
                problems.note(place, "an alias (*) is not supported; write the value out, or put it in quotes");
                yield new YamlNode.Scalar(Optional.of(""), place);
            }
            default -> throw new IllegalStateException("no beginning of a value: " + first.getEventId());
        };
    }

    private YamlNode mapping(Iterator<Event> events, Place place, int depth) {
        var entries = new ArrayList<YamlNode.Entry>();
        var seen = new HashSet<String>();
        for (Event each = events.next(); each.getEventId() != Event.ID.MappingEnd; each = events.next()) {
            Place keyPlace = place(each);
            if (!(each instanceof ScalarEvent scalar)) {
                throw new UnfitException(keyPlace, "not the YAML of a configuration: each key must be plain text");
            }
            String key = scalar.getValue();
            YamlNode value = node(events, events.next(), depth + 1);
            if (seen.add(key)) {
                entries.add(new YamlNode.Entry(key, keyPlace, value));
            } else {
                problems.note(keyPlace, "the key \"" + key + "\" stands here a second time");
            }
        }
        return new YamlNode.Mapping(entries, place);
    }

    private YamlNode sequence(Iterator<Event> events, Place place, int depth) {
        var items = new ArrayList<YamlNode>();
        for (Event each = events.next(); each.getEventId() != Event.ID.SequenceEnd; each = events.next()) {
            items.add(node(events, each, depth + 1));
        }
        return new YamlNode.Sequence(items, place);
    }

    private static Place place(Event event) {
        return event.getStartMark().map(YamlReader::place).orElse(Place.NONE);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /// @param position in code points from the beginning
    private static Place placeOf(String text, int position) {
        int end = text.offsetByCodePoints(0, Math.clamp(position, 0, text.codePointCount(0, text.length())));
        return Place.behind(text.substring(0, end));
    }

    /// YAML that is no configuration.
    private static final class UnfitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;

        UnfitException(Place place, String message) {
            super(message);
            this.place = place;
        }
    }
}
