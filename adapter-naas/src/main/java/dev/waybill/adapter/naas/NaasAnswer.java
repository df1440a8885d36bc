package dev.waybill.adapter.naas;

import dev.waybill.adapter.s3.S3Credentials;
import dev.waybill.port.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// What the API answered: the single values in its JSON, by their path. Nothing of it is ever quoted but the API's own
/// message, for all else may be secret; not even what a parser says of it.
///
/// @param values by JSON pointer; empty for `null`
/// @param isJson whether it is one JSON object
record NaasAnswer(Map<String, Optional<String>> values, boolean isJson) {
    private static final String S3 = "/credentials/s3/";
    private static final int MAX_MESSAGE = 200;
    private static final int MAX_SECRET = 16 << 10;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// `2025-03-01 12:34:56+00:00`, and what is near to it: a `T`, a fraction of a second, `+0000`, `Z`.
    private static final DateTimeFormatter EXPIRATION = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd['T'][' ']HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XXX][XX]")
            .toFormatter(java.util.Locale.ROOT);

    NaasAnswer {
        values = Map.copyOf(values);
    }

    static NaasAnswer of(byte[] json) {
        var values = new HashMap<String, Optional<String>>();
        try (var parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            boolean whole = parser.nextToken() == JsonToken.START_OBJECT;
            JsonToken token = whole ? parser.nextToken() : null;
            while (token != null
                    && !(token == JsonToken.END_OBJECT
                            && parser.streamReadContext().inRoot())) {
                if (token.isScalarValue()) {
                    String path = parser.streamReadContext().pathAsPointer().toString();
                    values.put(
                            path, token == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(parser.getString()));
                }
                token = parser.nextToken();
            }
            return new NaasAnswer(values, whole && token != null && parser.nextToken() == null);
        } catch (JacksonException e) {
            return new NaasAnswer(Map.of(), false);
        }
    }

    /// Whether it says that there is no such storage: 1 and 2 are its numbers for that.
    boolean isStorageUnknown() {
        return value("/error/error").filter(n -> n.equals("1") || n.equals("2")).isPresent();
    }

    /// What the API says of a failure, on one line and of some length at most.
    Optional<String> message() {
        return value("/error/message")
                .map(text -> text.codePoints()
                        .limit(MAX_MESSAGE)
                        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                        .strip())
                .filter(text -> !text.isEmpty());
    }

    private Optional<String> value(String path) {
        return values.getOrDefault(path, Optional.empty());
    }

    /// The credentials in it.
    ///
    /// @param asked when it was asked for, by the clock of this machine
    /// @param date the API's own time, as a header has it
    /// @throws IllegalArgumentException with the rule that it breaks, quoting nothing
    NaasLease lease(Instant asked, Optional<String> date) {
        if (!isJson) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        var credentials =
                new S3Credentials(secret("access_key_id"), secret("secret_key"), Optional.of(secret("session_token")));
        var place = NaasKeys.of(text("endpoint_url"), text("region_name"));
        Optional<Instant> expires = expires();
        return new NaasLease(credentials, place, expires, asked, lifetime(expires, asked, date));
    }

    /// How long they hold. Between two times of the API it does not matter what this machine's clock shows; without
    /// the other, what seems to be over may be a clock that is wrong, and the store will tell.
    private static Optional<Duration> lifetime(Optional<Instant> expires, Instant asked, Optional<String> date) {
        Optional<Instant> sent = date.flatMap(NaasAnswer::httpDate);
        var lifetime = expires.map(end -> Duration.between(sent.orElse(asked), end));
        if (lifetime.isPresent() && !lifetime.get().isPositive()) {
            if (sent.isPresent()) {
                throw new IllegalArgumentException("its credentials have expired already");
            }
            return Optional.empty();
        }
        return lifetime;
    }

    private static Optional<Instant> httpDate(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<Instant> expires() {
        String path = S3 + "expiration";
        if (!values.containsKey(path)) {
            throw new IllegalArgumentException("it has no credentials.s3.expiration");
        }
        return value(path).map(text -> {
            try {
                return OffsetDateTime.parse(text, EXPIRATION).toInstant();
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "credentials.s3.expiration must be a time like 2025-03-01 12:34:56+00:00");
            }
        });
    }

    private Secret secret(String name) {
        String text = text(name);
        if (text.length() > MAX_SECRET || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("credentials.s3." + name + " must be at most " + MAX_SECRET
                    + " characters of ASCII without spaces");
        }
        return Secret.of(text);
    }

    private String text(String name) {
        return value(S3 + name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("it has no credentials.s3." + name));
    }

    /// Which values there are, for they may be secret.
    @Override
    public String toString() {
        return "NaasAnswer" + values.keySet();
    }
}
