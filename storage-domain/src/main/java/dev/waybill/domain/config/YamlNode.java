package dev.waybill.domain.config;

import java.util.List;
import java.util.Optional;

/// A piece of a YAML document that knows where it stands.
sealed interface YamlNode {
    Place place();

    /// What it is, for a message that says it should be something else. Never the content: it may be secret.
    String kind();

    /// A single value, as written but for its quotes; empty if there is none (`key:`).
    record Scalar(Optional<String> text, Place place) implements YamlNode {
        @Override
        public String kind() {
            return text.isPresent() ? "a single value" : "nothing";
        }

        @Override
        public String toString() {
            return "Scalar[" + place + "]";
        }
    }

    /// A list of values.
    record Sequence(List<YamlNode> items, Place place) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /// Keys and values, in the order written, each key once.
    record Mapping(List<Entry> entries, Place place) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a group of keys";
        }

        Optional<Entry> entry(String key) {
            return entries.stream().filter(e -> e.key().equals(key)).findFirst();
        }
    }

    /// One key of a mapping and its value.
    record Entry(String key, Place place, YamlNode value) {}
}
