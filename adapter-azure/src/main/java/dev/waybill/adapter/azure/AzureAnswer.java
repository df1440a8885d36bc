package dev.waybill.adapter.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// An answer that has been read: its status, its headers and its body.
///
/// @param status as HTTP has it
/// @param headers all of them
/// @param body all of it, as text
record AzureAnswer(int status, HttpHeaders headers, String body) {
    private static final Pattern CODE = Pattern.compile("<Code>([^<]{1,200})</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,2000})");

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getValue(HttpHeaderName.fromString(name)));
    }

    /// The service's own word for what went wrong, or empty text. An answer to HEAD has it as a header alone.
    String code() {
        return header("x-ms-error-code").or(() -> inBody(CODE)).orElse("");
    }

    /// The first line of what the service says went wrong; the lines behind repeat the request.
    Optional<String> message() {
        return inBody(MESSAGE).map(text -> text.lines().findFirst().orElse("").strip());
    }

    private Optional<String> inBody(Pattern pattern) {
        var matcher = pattern.matcher(body);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    Optional<Instant> time(String header) {
        return header(header).flatMap(AzureAnswer::httpDate);
    }

    /// The time in an HTTP header (RFC 9110 section 5.6.7), or empty if it is none.
    static Optional<Instant> httpDate(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
