package dev.waybill.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which part may see which: house style sections 1, 3.4, 7 and 12.6, over the classes of every module.
class ArchitectureTest {

    private static final JavaClasses MAIN = HouseClasses.main();

    private static final Map<String, String> PACKAGE_OF = Map.ofEntries(
            entry("storage-port", "dev.waybill.port"),
            entry("storage-testkit", "dev.waybill.testkit"),
            entry("adapter-fs", "dev.waybill.adapter.fs"),
            entry("adapter-s3", "dev.waybill.adapter.s3"),
            entry("adapter-naas", "dev.waybill.adapter.naas"),
            entry("adapter-azure", "dev.waybill.adapter.azure"),
            entry("adapter-gcs", "dev.waybill.adapter.gcs"),
            entry("adapter-sftp", "dev.waybill.adapter.sftp"),
            entry("adapter-sqlite", "dev.waybill.adapter.sqlite"),
            entry("storage-domain", "dev.waybill.domain"),
            entry("storage-cli", "dev.waybill.cli"),
            entry("storage-bench", "dev.waybill.bench"));

    @Test
    void the_port_sees_the_jdk_and_annotations_only() {
        classes()
                .that()
                .resideInAPackage("dev.waybill.port..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.waybill.port..", "java..", "org.jspecify.annotations", "com.google.errorprone.annotations")
                .check(MAIN);
    }

    @Test
    void the_testkit_sees_nothing_of_ours_but_the_port() {
        noClasses()
                .that()
                .resideInAPackage("dev.waybill.testkit..")
                .should()
                .dependOnClassesThat(ours().and(resideInAnyPackage("dev.waybill.testkit..", "dev.waybill.port..")
                        .negate()
                        .as("beside the port")))
                .check(MAIN);
    }

    @Test
    void a_store_adapter_sees_nothing_of_ours_but_the_port() {
        noClasses()
                .that(resideInAPackage("dev.waybill.adapter..")
                        .and(resideInAPackage("dev.waybill.adapter.sqlite..").negate()))
                .should()
                .dependOnClassesThat(ours().and(resideInAnyPackage("dev.waybill.adapter..", "dev.waybill.port..")
                        .negate()
                        .as("beside the port")))
                .check(MAIN);
    }

    @Test
    void no_adapter_sees_another_adapter() {
        slices().matching("dev.waybill.adapter.(*)..")
                .should()
                .notDependOnEachOther()
                // Naas keeps its storages in S3.
                .ignoreDependency(
                        resideInAPackage("dev.waybill.adapter.naas.."), resideInAPackage("dev.waybill.adapter.s3.."))
                .check(MAIN);
    }

    @Test
    void the_domain_sees_nothing_of_ours_but_the_port() {
        noClasses()
                .that()
                .resideInAPackage("dev.waybill.domain..")
                .should()
                .dependOnClassesThat(ours().and(resideInAnyPackage("dev.waybill.domain..", "dev.waybill.port..")
                        .negate()
                        .as("beside the port")))
                .check(MAIN);
    }

    @Test
    void nobody_sees_the_command_or_the_benchmarks() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.waybill.cli..", "dev.waybill.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.waybill.cli..", "dev.waybill.bench..")
                .check(MAIN);
    }

    @Test
    void every_module_keeps_to_its_own_package_root() {
        assertThat(MAIN).as("the classes of every module are read").isNotEmpty();
        classes().should(lieInTheRootOfTheirModule()).check(MAIN);
    }

    @Test
    void every_package_is_null_marked() {
        classes()
                .that(describe("are compiled from a source of ours", type -> !type.isAnonymousClass()))
                .should(lieInANullMarkedPackage())
                .check(MAIN);
    }

    @Test
    void the_service_loader_is_called_by_the_factory_only() {
        noClasses()
                .that()
                .doNotHaveSimpleName("ObjectStorageFactory")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ServiceLoader.class)
                .check(MAIN);
    }

    @Test
    void guice_appears_in_modules_and_the_composition_root_only() {
        noClasses()
                .that(describe("are no *Module", type -> !outermost(type).endsWith("Module")))
                .and()
                .resideOutsideOfPackage("dev.waybill.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.inject..", "jakarta.inject..", "javax.inject..")
                .check(MAIN);
    }

    @Test
    void the_port_does_not_log() {
        noClasses()
                .that()
                .resideInAPackage("dev.waybill.port..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging..")
                .check(MAIN);
    }

    @Test
    void sql_appears_in_the_sqlite_adapter_only() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.waybill.adapter.sqlite..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
                .check(MAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "dev.waybill.adapter.s3.., software.amazon.awssdk..",
        "dev.waybill.adapter.gcs.., com.google.api..",
        "dev.waybill.adapter.gcs.., com.google.auth..",
        "dev.waybill.adapter.azure.., com.azure..",
        "dev.waybill.adapter.azure.., com.microsoft.aad..",
        "dev.waybill.adapter.azure.., reactor..",
        "dev.waybill.adapter.sftp.., org.apache.sshd..",
        "dev.waybill.adapter.sftp.., org.bouncycastle..",
    })
    void a_store_s_library_stays_in_its_adapter(String adapter, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackages(adapter, "dev.waybill.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MAIN);
    }

    @Test
    void a_framework_stays_at_its_edge() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.waybill.cli..", "dev.waybill.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "me.tongfei.progressbar..")
                .check(MAIN);
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage("dev.waybill..");
    }

    private static String outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.getSimpleName();
    }

    private static ArchCondition<JavaClass> lieInTheRootOfTheirModule() {
        return new ArchCondition<>("lie in the package root of their module") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String module = HouseClasses.moduleOf(type);
                String root = PACKAGE_OF.getOrDefault(module, "no root known for " + module);
                String actual = type.getPackageName();
                boolean inside = actual.equals(root) || actual.startsWith(root + ".");
                events.add(new SimpleConditionEvent(
                        type, inside, type.getName() + " of " + module + " lies outside of " + root));
            }
        };
    }

    private static ArchCondition<JavaClass> lieInANullMarkedPackage() {
        return new ArchCondition<>("lie in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + " lies in a package without @NullMarked"));
            }
        };
    }
}
