package dev.waybill.domain.sync.names;

import dev.waybill.domain.sync.trash.TrashKeys;
import dev.waybill.port.NameRules;
import dev.waybill.port.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which name each key has in a store. Any thread may use it.
///
/// A segment that the store cannot hold has another name for that reason alone. Of those that it would take for
/// others it must be known which have one: from a listing, or since that was decided.
final class NameBook {
    /// So many segments may have another name for the sake of others: kept, they take some 30 MiB.
    static final int MOST = 100_000;

    private static final String KEPT = "/objects/";

    private final NameRules rules;
    private final Set<String> renamed = ConcurrentHashMap.newKeySet();

    /// @param rules of the store
    NameBook(NameRules rules) {
        this.rules = rules;
    }

    /// Gives what lies at `path`, with a `/` behind it if it is a folder, another name from now on.
    void rename(String path) {
        if (renamed.size() < MOST) {
            renamed.add(path);
        }
    }

    /// Whether `key`, or a folder it lies in, was given another name for the sake of others.
    boolean isRenamed(ObjectKey key) {
        if (renamed.isEmpty()) {
            return false;
        }
        String text = key.value();
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            if (renamed.contains(text.substring(0, slash + 1))) {
                return true;
            }
        }
        return renamed.contains(text);
    }

    /// The name that `key` has in the store; empty if that is no key.
    Optional<ObjectKey> nameOf(ObjectKey key) {
        String text = key.value();
        if (renamed.isEmpty()
                && !text.contains(NameCode.MARK)
                && rules.violation(text).isEmpty()) {
            return Optional.of(key);
        }
        int own = own(text);
        var names = new ArrayList<String>();
        int start = 0;
        while (start <= text.length()) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            String segment = text.substring(start, end);
            boolean isRenamed = start >= own && renamed.contains(text.substring(own, slash < 0 ? end : end + 1));
            if (isRenamed || mustBeCoded(segment, start == 0 ? text : segment)) {
                names.addAll(NameCode.encode(segment, slash >= 0, rules.maxSegmentBytes()));
            } else {
                names.add(segment);
            }
            start = end + 1;
        }
        return ObjectKey.parse(String.join("/", names));
    }

    /// @param from what begins with the segment: the whole key, for its first one
    private boolean mustBeCoded(String segment, String from) {
        return NameCode.isLike(segment)
                || rules.segmentViolation(segment).isPresent()
                || rules.reservedKeys().stream().anyMatch(from::startsWith);
    }

    /// What is kept in the trash has the name there that it had.
    private static int own(String text) {
        int kept = text.startsWith(TrashKeys.ALL.value())
                ? text.indexOf(KEPT, TrashKeys.ALL.value().length())
                : -1;
        return kept < 0 ? 0 : kept + KEPT.length();
    }

    /// The key that has this name in the store; what is noted of it is remembered.
    ObjectKey keyOf(ObjectKey name) {
        if (!name.value().contains(NameCode.MARK)) {
            return name;
        }
        List<NameCode.Segment> segments = NameCode.decode(name.value());
        Optional<ObjectKey> key = ObjectKey.parse(
                String.join("/", segments.stream().map(NameCode.Segment::text).toList()));
        key.ifPresent(read -> remember(read.value(), segments));
        return key.orElse(name);
    }

    private void remember(String text, List<NameCode.Segment> segments) {
        int own = own(text);
        int start = 0;
        for (int i = 0; i < segments.size(); i++) {
            NameCode.Segment segment = segments.get(i);
            int end = start + segment.text().length();
            boolean folder = i < segments.size() - 1;
            if (segment.wasCoded()
                    && start >= own
                    && !mustBeCoded(segment.text(), start == 0 ? text : segment.text())) {
                rename(text.substring(own, folder ? end + 1 : end));
            }
            start = end + 1;
        }
    }
}
