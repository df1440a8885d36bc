package dev.waybill.adapter.sqlite;

import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.stream.Collectors;

/// Texts as FTS5 looks for words in them. Scripts that are written without blanks would make one word of a sentence, so
/// each of their characters is a word of its own, and a word of theirs a phrase.
final class SearchWords {
    private SearchWords() {}

    static String indexed(String text) {
        var spaced = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isUnspaced(c)) {
                spaced.append(' ').appendCodePoint(c).append(' ');
            } else {
                spaced.appendCodePoint(c == 0 ? ' ' : c);
            }
        });
        return spaced.toString();
    }

    private static boolean isUnspaced(int c) {
        if (c < 0x0E00) {
            return false;
        }
        return switch (UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    /// The query for texts that have all of these words, or words that begin so. Whatever is in them is looked for;
    /// nothing is an operator of the query.
    static String query(List<String> words) {
        return words.stream()
                .map(SearchWords::indexed)
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .map(word -> '"' + word.replace('"', ' ').strip() + "\"*")
                .collect(Collectors.joining(" AND "));
    }
}
