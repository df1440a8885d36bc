package dev.waybill.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/// How it is written: names (2.1), threads (6.2) and time (6.4), over the classes of every module.
class HouseStyleTest {

    private static final JavaClasses MAIN = HouseClasses.main();

    /// The only class that starts threads; what applications embed leaves threads to it.
    private static final String TASKS = "dev.waybill.domain.transfer.Tasks";

    /// What the one shutdown hook needs a thread for.
    private static final String HOOK = "dev.waybill.cli.run.Interruption";

    /// A connection has threads of its own: a pipe of a process holds the one that waits at it, which must be none of
    /// those that virtual threads share.
    private static final String CONNECTIONS = "dev.waybill.adapter.sftp.SshThreads";

    /// An interrupted thread is told nothing of what the disk has failed with; so nobody has the one that asks it.
    private static final String DISK = "dev.waybill.adapter.fs.UploadSync";

    private static final Set<String> NAMES_OF_THE_USER = Set.of("IObjectStorageAdapter", "IObjectStorageDomain");

    @Test
    void no_type_but_the_two_of_the_user_starts_with_i() {
        noClasses()
                .that(describe("are not the user's", type -> !NAMES_OF_THE_USER.contains(type.getSimpleName())))
                .should()
                .haveNameMatching(".*[.$]I[A-Z][a-z][^.$]*")
                .check(MAIN);
    }

    @Test
    void no_type_is_named_for_being_a_home_of_functions() {
        classes()
                .should()
                .haveNameNotMatching(".*(Impl|Manager|Helper|Helpers|Util|Utils)(\\$.*)?")
                .check(MAIN);
    }

    @Test
    void threads_are_started_by_tasks_only() {
        noClasses()
                .that(mayNotStartThreads())
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .orShould()
                .callMethodWhere(startingAThread())
                .check(MAIN);
    }

    /// An interface of the AWS SDK names a future in a method that only throws here.
    @Test
    void executors_and_futures_are_used_by_tasks_only() {
        noClasses()
                .that(mayNotStartThreads())
                .and()
                .doNotHaveFullyQualifiedName("dev.waybill.adapter.s3.BlockingSigner")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Executors.class, CompletableFuture.class, ForkJoinPool.class)
                .check(MAIN);
    }

    @Test
    void no_stream_is_parallel() {
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching("parallelStream|parallel"))
                        .and(target(owner(nameMatching("java\\.util\\..*")))))
                .check(MAIN);
    }

    @Test
    void no_value_travels_in_a_thread_local() {
        noClasses()
                .should()
                .dependOnClassesThat(assignableTo(ThreadLocal.class))
                .check(MAIN);
    }

    @Test
    void nothing_waits_for_the_garbage_collector() {
        noMethods()
                .that()
                .haveRawParameterTypes(new Class<?>[0])
                .should()
                .haveName("finalize")
                .check(MAIN);
    }

    @Test
    void only_the_command_hooks_into_the_shutdown() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.waybill.cli..", "dev.waybill.bench..")
                .should()
                .callMethod(Runtime.class, "addShutdownHook", Thread.class)
                .check(MAIN);
    }

    @Test
    void the_time_is_asked_of_a_clock() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.waybill.cli..", "dev.waybill.bench..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethodWhere(target(name("now"))
                        .and(target(owner(nameMatching("java\\.time\\..*"))))
                        .and(describe(
                                "without a clock",
                                (JavaCall<?> call) ->
                                        call.getTarget().getRawParameterTypes().isEmpty())))
                .orShould()
                .callConstructor(Date.class)
                .check(MAIN);
    }

    @Test
    void waiting_goes_through_a_sleeper() {
        noClasses()
                .that(describe("are no Sleeper", type -> !type.getName().matches(".*Sleeper(\\$.*)?")))
                .should()
                .callMethodWhere(target(name("sleep"))
                        .and(target(owner(nameMatching("java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit")))))
                .check(MAIN);
    }

    @Test
    void nothing_is_injected_into_a_field() {
        noFields()
                .should()
                .beAnnotatedWith("com.google.inject.Inject")
                .orShould()
                .beAnnotatedWith("jakarta.inject.Inject")
                .check(MAIN);
    }

    private static DescribedPredicate<JavaClass> mayNotStartThreads() {
        return describe(
                "may not start threads",
                type -> !type.getName().matches(TASKS.replace(".", "\\.") + "(\\$.*)?")
                        && !type.getName().equals(HOOK)
                        && !type.getName().equals(CONNECTIONS)
                        && !type.getName().equals(DISK)
                        && !type.getPackageName().startsWith("dev.waybill.testkit")
                        && !type.getPackageName().startsWith("dev.waybill.bench"));
    }

    private static DescribedPredicate<JavaCall<?>> startingAThread() {
        return target(nameMatching("startVirtualThread|ofVirtual|ofPlatform"))
                .and(target(owner(name(Thread.class.getName()))));
    }
}
