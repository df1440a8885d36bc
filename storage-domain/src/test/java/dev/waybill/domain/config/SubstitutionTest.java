package dev.waybill.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.Secret;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubstitutionTest {
    @TempDir
    Path temporary;

    private Path folder;
    private ConfigurationFixture fixture;

    @BeforeEach
    void make_a_folder() throws IOException {
        folder = temporary.toRealPath();
        fixture = new ConfigurationFixture(folder);
    }

    private ConfigurationFixture writeToken(String token) {
        return fixture.write("remotes:", "  one:", "    provider: memory", "    bucket: b", "    token: " + token);
    }

    @Test
    void variables_and_files_give_values() {
        fixture.environment.put("TOKEN", "from $1 the \\ environment");
        writeToken("\"${env:TOKEN}\"").read();
        assertThat(fixture.memory.lastRead().token()).contains(Secret.of("from $1 the \\ environment"));

        fixture.writeTo("secrets/token", "from a file");
        writeToken("${file:secrets/token}").read();
        assertThat(fixture.memory.lastRead().token()).contains(Secret.of("from a file"));

        writeToken("\"a${env:TOKEN}b $${x}\"").read();
        assertThat(fixture.memory.lastRead().token()).contains(Secret.of("afrom $1 the \\ environmentb ${x}"));
    }

    @Test
    void a_value_that_looks_like_a_reference_is_not_looked_into() {
        fixture.environment.put("TOKEN", "${env:OTHER}");
        writeToken("${env:TOKEN}").read();

        assertThat(fixture.memory.lastRead().token()).contains(Secret.of("${env:OTHER}"));
    }

    @Test
    void what_this_machine_lacks_keeps_only_its_remote_from_being_opened() {
        fixture.environment.put("EMPTY", "");
        fixture.write(
                "remotes:",
                "  one: { provider: memory, bucket: b, token: \"${env:UNSET}\", parts: \"${env:EMPTY}\" }",
                "  two: { provider: memory, bucket: b, token: \"${file:nowhere}\", endpoint: \"${env:UNSET}\" }",
                "  three: { provider: memory, bucket: b }");

        WaybillConfiguration read = fixture.read();

        assertThat(read.remote("three").store().store().location()).isEqualTo("b");
        assertThat(read.problems().stream().map(ConfigurationProblem::message))
                .containsExactly(
                        "the environment variable UNSET is not set",
                        "the environment variable EMPTY is empty",
                        "there is no file " + folder.resolve("nowhere"),
                        "the environment variable UNSET is not set");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read.remote("one").store())
                .withMessage(folder.resolve("waybill.yaml") + ":2:46: the environment variable UNSET is not set\n"
                        + folder.resolve("waybill.yaml") + ":2:69: the environment variable EMPTY is empty");
    }

    @Test
    void a_reference_that_no_machine_resolves_is_a_problem_of_the_file() {
        assertThat(writeToken("${vault:x}").problems())
                .containsExactly("5:12: unknown substitution ${vault:x}: write ${env:NAME} or ${file:path}");
        assertThat(writeToken("${env:X").problems())
                .containsExactly("5:12: a ${ without its }; write $${ for a plain ${");
    }

    @Test
    void a_folder_or_a_large_file_gives_no_value() {
        fixture.writeTo("dir/x", "");
        fixture.writeTo("large", "x".repeat(65_537));

        assertThat(writeToken("${file:dir}").read().problems().get(0).message()).startsWith("not a file");
        assertThat(writeToken("${file:large}").read().problems().get(0).message())
                .startsWith("larger than");
    }

    @Test
    void secrets_are_never_shown() {
        fixture.environment.put("TOKEN", "s3cret-one");
        fixture.write(
                "remotes:",
                "  plain: { provider: memory, bucket: b, token: s3cret-two }",
                "  variable: { provider: memory, bucket: b, token: \"${env:TOKEN}\" }",
                "  mixed: { provider: memory, bucket: b, token: \"s3cret-three-${env:TOKEN}\" }");

        WaybillConfiguration read = fixture.read();

        assertThat(read.toString()).doesNotContain("s3cret");
        assertThat(read.remote("plain").shown()).containsEntry("token", "***");
        assertThat(read.remote("variable").shown()).containsEntry("token", "${env:TOKEN}");
        assertThat(read.remote("mixed").shown()).containsEntry("token", "***");
    }

    @Test
    void a_secret_in_plain_text_is_allowed_with_a_warning() {
        WaybillConfiguration read = writeToken("s3cret").read();

        assertThat(read.warnings())
                .containsExactly(new ConfigurationProblem(
                        folder.resolve("waybill.yaml").toString(),
                        5,
                        12,
                        "\"token\" is a secret in plain text; write ${env:NAME} or ${file:path} instead"));
    }
}
