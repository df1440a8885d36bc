package dev.waybill.cli.training.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallSitesTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2020, 2, 2, 20, 20, 20);

    @TempDir
    private Path folder;

    private Path own;
    private Path foreign;

    @BeforeEach
    void makeJars() throws IOException, URISyntaxException {
        own = folder.resolve("storage-samples-1.jar");
        foreign = folder.resolve("samples.jar");
        write(own);
        write(foreign);
    }

    private static void write(Path jar) throws IOException, URISyntaxException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(
                JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\r\nKept: yes\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        entries.put("META-INF/services/a.Service", "a.Provider\n".getBytes(StandardCharsets.UTF_8));
        SampleClasses.compiled().forEach((file, content) -> entries.put(file, content));
        entries.put("META-INF/versions/25/dev/Kept.class", "not looked at".getBytes(StandardCharsets.UTF_8));
        try (var to = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var put : entries.entrySet()) {
                var entry = new ZipEntry(put.getKey());
                entry.setTimeLocal(TIME);
                to.putNextEntry(entry);
                to.write(put.getValue());
                to.closeEntry();
            }
        }
    }

    @Test
    void a_jar_keeps_what_is_in_it_and_has_each_new_class_after_its_host() throws Exception {
        List<String> before = names(own);

        CallSites.translateIn(folder);

        List<String> after = names(own);
        assertThat(after.stream().filter(name -> !name.contains("$$Lambda"))).isEqualTo(before);
        assertThat(after.get(after.indexOf(file("KeptSamples")) + 1)).isEqualTo(file("KeptSamples$$Lambda0"));
        try (var jar = new JarFile(own.toFile())) {
            assertThat(jar.stream())
                    .allSatisfy(entry -> assertThat(entry.getTimeLocal()).isEqualTo(TIME));
            assertThat(jar.getManifest().getMainAttributes().getValue("Kept")).isEqualTo("yes");
            assertThat(jar.getInputStream(jar.getEntry("META-INF/services/a.Service")))
                    .hasContent("a.Provider");
        }
    }

    @Test
    void classes_of_the_jar_do_the_same() throws Exception {
        CallSites.translateIn(folder);

        try (var loader = new URLClassLoader(new URL[] {own.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            var run = loader.loadClass(SampleClasses.PACKAGE + "SwitchSamples").getMethod("run");
            assertThat(run.invoke(null)).isEqualTo(SampleClasses.run("SwitchSamples", SampleClasses.compiled()));
        }
    }

    @Test
    void jars_of_others_stay_as_they_are() throws IOException {
        byte[] before = Files.readAllBytes(foreign);

        CallSites.translateIn(folder);

        assertThat(foreign).hasBinaryContent(before);
    }

    @Test
    void a_jar_comes_out_the_same_each_time() throws Exception {
        CallSites.translateIn(folder);
        byte[] once = Files.readAllBytes(own);

        CallSites.translateIn(folder);
        assertThat(own).hasBinaryContent(once);

        write(own);
        assertThat(Files.readAllBytes(own)).isNotEqualTo(once);
        CallSites.translateIn(folder);
        assertThat(own).hasBinaryContent(once);
    }

    private static String file(String sample) {
        return (SampleClasses.PACKAGE + sample).replace('.', '/') + ".class";
    }

    private static List<String> names(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }
}
