package dev.waybill.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How tests are written: house style 9.4 and 9.5, over the tests of every module and the contract in the testkit.
class TestStyleTest {

    private static final JavaClasses TESTS = HouseClasses.tests();

    private static final Set<String> TEST_ANNOTATIONS = Set.of(
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.api.RepeatedTest",
            "org.junit.jupiter.api.TestFactory",
            "org.junit.jupiter.params.ParameterizedTest");

    @Test
    void the_name_of_a_test_is_a_sentence() {
        methods()
                .that(describe("are tests", TestStyleTest::isTest))
                .should()
                .haveNameMatching("[a-z][a-z0-9]*(_[a-z0-9]+)+")
                .check(TESTS);
    }

    @Test
    void no_test_waits_for_a_guessed_time() {
        noClasses()
                .should()
                .callMethodWhere(target(name("sleep"))
                        .and(target(owner(nameMatching("java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit")))))
                .check(TESTS);
    }

    @Test
    void fakes_are_written_by_hand() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mockito..", "org.easymock..", "org.powermock..", "org.jmock..", "mockit..")
                .check(TESTS);
    }

    @Test
    void tests_assert_with_assertj() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.jupiter.api.Assertions")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hamcrest..", "junit.framework..", "org.junit")
                .check(TESTS);
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(JavaAnnotation::getRawType)
                .anyMatch(type -> TEST_ANNOTATIONS.contains(type.getName()));
    }
}
