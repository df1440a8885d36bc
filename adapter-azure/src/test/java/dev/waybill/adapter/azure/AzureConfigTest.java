package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.port.Secret;
import dev.waybill.testkit.MapSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who asks and where, as it is configured. The connection strings are those of "Configure Azure Storage connection
/// strings" in Azure's documentation.
final class AzureConfigTest {
    private static final String KEY = "c2VjcmV0IGtleSBvZiB0aGUgYWNjb3VudA==";
    private static final String SIGNATURE = "c2VjcmV0IHNpZ25hdHVyZQ";
    private static final String SAS = "sv=2023-11-03&ss=b&srt=co&sp=rwdlac&sig=" + SIGNATURE + "%3D";

    /// Key and signature are written as K and S in the strings of these tests.
    private static String filledIn(String connection) {
        return connection
                .replace("AccountKey=K", "AccountKey=" + KEY)
                .replace("SharedAccessSignature=S", "SharedAccessSignature=" + SAS);
    }

    private static AzureConfig config(Map<String, String> values) {
        var settings = new MapSettings(values);
        var config = AzureConfig.of(settings);
        assertThat(settings.problems()).isEmpty();
        return config;
    }

    private static List<String> problems(Map<String, String> values) {
        var settings = new MapSettings(values);
        assertThat(AzureConfig.of(settings)).isNotNull();
        return settings.problems();
    }

    private static Map<String, String> connection(String text) {
        return Map.of("container", "data", "connectionString", filledIn(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DefaultEndpointsProtocol=https;AccountName=teamdata;AccountKey=K"
                        + "|https://teamdata.blob.core.windows.net",
                "DefaultEndpointsProtocol=https;AccountName=teamdata;AccountKey=K;EndpointSuffix=core.windows.net"
                        + "|https://teamdata.blob.core.windows.net",
                "AccountName=teamdata;AccountKey=K|https://teamdata.blob.core.windows.net",
                "DefaultEndpointsProtocol=http;AccountName=teamdata;AccountKey=K"
                        + "|http://teamdata.blob.core.windows.net",
                "DefaultEndpointsProtocol=https;AccountName=teamdata;AccountKey=K;EndpointSuffix=core.chinacloudapi.cn;"
                        + "|https://teamdata.blob.core.chinacloudapi.cn",
                "DefaultEndpointsProtocol=https;BlobEndpoint=http://blobs.example.org;AccountName=teamdata;AccountKey=K"
                        + "|http://blobs.example.org",
                " accountkey = K ; ACCOUNTNAME = teamdata ; |https://teamdata.blob.core.windows.net",
                "AccountName=teamdata;AccountKey=K;BlobEndpoint=http://127.0.0.1:10000/teamdata;"
                        + "QueueEndpoint=http://127.0.0.1:10001/teamdata;|http://127.0.0.1:10000/teamdata",
            })
    void a_connection_string_with_a_key_opens_the_account(String text, URI service) {
        var config = config(connection(text.replace("accountkey = K", "accountkey = " + KEY)));

        assertThat(config.account()).isEqualTo("teamdata");
        assertThat(config.service()).isEqualTo(service);
        assertThat(config.credential()).isEqualTo(new AzureCredential.AccountKey(Secret.of(KEY)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BlobEndpoint=https://teamdata.blob.core.windows.net;SharedAccessSignature=S"
                        + "|https://teamdata.blob.core.windows.net",
                "BlobEndpoint=https://teamdata.blob.core.windows.net/;QueueEndpoint=https://teamdata.queue.core.windows.net/;"
                        + "FileEndpoint=https://teamdata.file.core.windows.net/;"
                        + "TableEndpoint=https://teamdata.table.core.windows.net/;SharedAccessSignature=S"
                        + "|https://teamdata.blob.core.windows.net",
                "AccountName=teamdata;SharedAccessSignature=S;EndpointSuffix=core.usgovcloudapi.net"
                        + "|https://teamdata.blob.core.usgovcloudapi.net",
                "BlobEndpoint=http://127.0.0.1:10000/teamdata;AccountName=teamdata;SharedAccessSignature=S"
                        + "|http://127.0.0.1:10000/teamdata",
            })
    void a_connection_string_with_a_signature_opens_what_that_allows(String text, URI service) {
        var config = config(connection(text));

        assertThat(config.account()).isEqualTo("teamdata");
        assertThat(config.service()).isEqualTo(service);
        assertThat(config.credential()).isEqualTo(new AzureCredential.Sas(Secret.of(SAS)));
    }

    @ParameterizedTest
    @CsvSource({"''", "?"})
    void a_signature_may_begin_as_the_portal_shows_it(String begin) {
        var config = config(Map.of("account", "teamdata", "container", "data", "sas", begin + SAS + "\n"));

        assertThat(config.credential()).isEqualTo(new AzureCredential.Sas(Secret.of(SAS)));
    }

    @Test
    void settings_of_their_own_go_before_those_of_the_connection_string() {
        var config = config(Map.of(
                "account", "other",
                "container", "data",
                "endpoint", "https://blobs.example.org/",
                "connectionString", "AccountName=teamdata;AccountKey=" + KEY));

        assertThat(config.account()).isEqualTo("other");
        assertThat(config.service()).hasToString("https://blobs.example.org");
    }

    @Test
    void a_store_has_one_name_by_whichever_credential_it_is_opened() {
        var byKey = config(Map.of("account", "teamdata", "container", "data", "accountKey", KEY));
        var bySignature =
                config(connection("BlobEndpoint=https://teamdata.blob.core.windows.net/;SharedAccessSignature=S"));

        assertThat(byKey.store()).hasToString("az://teamdata/data");
        assertThat(bySignature.store()).isEqualTo(byKey.store());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UseDevelopmentStorage=true|UseDevelopmentStorage",
                "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://proxy|UseDevelopmentStorage",
                "AccountName=teamdata;EndpointSuffix=core.windows.net|an AccountKey or a SharedAccessSignature",
                "AccountName=teamdata;AccountKey=;|an AccountKey or a SharedAccessSignature",
                "AccountName=teamdata;AccountKey=K!|an AccountKey that is not Base64",
                "BlobEndpoint=teamdata.blob.core.windows.net;SharedAccessSignature=S|a BlobEndpoint that is not the URL",
                "BlobEndpoint=ftp://teamdata;SharedAccessSignature=S|a BlobEndpoint that is not the URL",
                "BlobEndpoint=https://team data;SharedAccessSignature=S|a BlobEndpoint that is not the URL",
                "DefaultEndpointsProtocol=ftp;AccountName=teamdata;AccountKey=K|a DefaultEndpointsProtocol",
                "AccountName=teamdata;AccountKey=K;EndpointSuffix=core windows net|an EndpointSuffix",
                "teamdata|Name=value;Name=value",
                "AccountName=teamdata;K|Name=value;Name=value",
            })
    void what_is_wrong_with_a_connection_string_is_named_and_not_shown(String text, String named) {
        assertThat(problems(connection(text)))
                .first()
                .asString()
                .startsWith("connectionString: ")
                .contains(named)
                .doesNotContain(KEY, SIGNATURE, "teamdata");
    }

    @Test
    void a_connection_string_that_names_no_account_needs_one_beside_it() {
        String text = "BlobEndpoint=http://127.0.0.1:10000;SharedAccessSignature=" + SAS;

        assertThat(problems(Map.of("container", "data", "connectionString", text)))
                .containsExactly("account: is required, unless connectionString names it");
        assertThat(config(Map.of("account", "teamdata", "container", "data", "connectionString", text))
                        .service())
                .hasToString("http://127.0.0.1:10000/teamdata");
    }

    @Test
    void two_ways_of_saying_who_asks_are_one_too_many() {
        String text = "AccountName=teamdata;AccountKey=" + KEY;

        assertThat(problems(Map.of("container", "data", "connectionString", text, "sas", SAS)))
                .containsExactly("sas: excludes the others: set one of accountKey, sas and connectionString");
        assertThat(problems(Map.of("container", "data", "connectionString", text, "accountKey", KEY)))
                .containsExactly("accountKey: excludes the others: set one of accountKey, sas and connectionString");
    }

    @Test
    void a_signature_in_the_endpoint_is_refused_without_being_shown() {
        assertThat(problems(Map.of(
                        "account", "teamdata", "container", "data", "endpoint", "https://blobs.example.org/?" + SAS)))
                .containsExactly("endpoint: must have no query; a signature goes into sas");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AccountName=teamdata;AccountKey=K",
                "AccountName=teamdata;SharedAccessSignature=S",
            })
    void secrets_are_in_no_text_of_what_was_read(String text) {
        var parsed = AzureConnectionString.parse(Secret.of(filledIn(text)));

        assertThat(parsed.toString() + config(connection(text))).doesNotContain(KEY, SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BlobEndpoint=https://team data?S;AccountName=teamdata",
                "AccountName=teamdata;AccountKey=K!",
                "AccountKey=K;S",
            })
    void secrets_are_in_no_trace_of_what_was_refused(String text) {
        var secret = Secret.of(filledIn(text).replace("?S", "?" + SAS));
        var refused = catchThrowableOfType(IllegalArgumentException.class, () -> AzureConnectionString.parse(secret));

        assertThat(Throwables.getStackTrace(refused)).doesNotContain(KEY, SIGNATURE);
    }
}
