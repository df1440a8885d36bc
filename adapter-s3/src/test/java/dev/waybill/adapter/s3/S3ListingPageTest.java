package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

final class S3ListingPageTest {
    private static final String OBJECT = "<Key>a</Key><LastModified>2026-11-28T20:53:01.250Z</LastModified>"
            + "<ETag>&#34;e1&quot;</ETag><Size>5000000000</Size>";

    private static S3ListingPage page(String elements) {
        return S3ListingPage.read(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + elements
                        + "</ListBucketResult>")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_page_tells_its_objects_and_how_it_goes_on() {
        S3ListingPage page = page("""
                <Name>bucket</Name><IsTruncated>true</IsTruncated>
                <ContinuationToken>t1</ContinuationToken><NextContinuationToken>t2</NextContinuationToken>
                <Contents><Owner><ID>1</ID><DisplayName>x</DisplayName></Owner>%s</Contents>
                <CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>
                """.formatted(OBJECT));

        assertThat(page.objects())
                .containsExactly(new S3ListingPage.Entry(
                        "a", 5_000_000_000L, Instant.parse("2026-11-28T20:53:01.250Z"), "\"e1\""));
        assertThat(page.truncated()).isTrue();
        assertThat(page.token()).isEqualTo(Optional.of("t1"));
        assertThat(page.next()).isEqualTo(Optional.of("t2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<EncodingType>url</EncodingType>%s", "%s<EncodingType>url</EncodingType>"})
    void keys_are_decoded_wherever_it_says_that_they_are_encoded(String elements) {
        String object = "<Contents>" + OBJECT.replace("<Key>a<", "<Key>a%2Bb+c%25%0A%C3%A9<") + "</Contents>";

        assertThat(page(elements.replace("%s", object)).objects())
                .extracting(S3ListingPage.Entry::name)
                .containsExactly("a+b c%\n\u00E9");
    }

    @Test
    void keys_that_are_not_encoded_are_as_they_stand() {
        String object = "<Contents>" + OBJECT.replace("<Key>a<", "<Key>a%2Bb+c &amp; d<") + "</Contents>";

        assertThat(page(object).objects()).extracting(S3ListingPage.Entry::name).containsExactly("a%2Bb+c & d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Key", "LastModified", "ETag", "Size"})
    void an_object_that_lacks_what_every_object_has_is_a_failure(String element) {
        String object = "<Contents>" + OBJECT.replaceFirst("<" + element + ">.*</" + element + ">", "") + "</Contents>";

        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(() -> page(object))
                .withMessageContaining("without a name, size, time or etag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-28T20:53:01.250Z|yesterday", "5000000000|5e9", "5000000000|", "<Key>a|<Key>%zz"})
    void what_is_not_of_its_form_is_a_failure(String change) {
        String[] both = change.split("[|]", -1);
        String object = "<Contents>" + OBJECT.replace(both[0], both[1]) + "</Contents><EncodingType>url</EncodingType>";

        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(() -> page(object))
                .withMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ListBucketResult><Contents>",
                "<ListBucketResult><Contents><Key>a</Key>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><ListBucketResult>&e;</ListBucketResult>",
                "hello",
                "<ListBucketResult>hello</ListBucketResult>"
            })
    void what_cannot_be_read_is_a_failure(String body) {
        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(() -> S3ListingPage.read(body.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><body/></html>", "<ListBucketResult/>"})
    void what_says_nothing_of_more_is_no_listing(String body) {
        assertThat(S3ListingPage.read(body.getBytes(StandardCharsets.UTF_8)).truncated())
                .isNull();
    }
}
