package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import dev.waybill.port.StorageException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// The contract can fail: each defect of an adapter is found by the test that is about it.
class ContractCatchesDefectsTest {
    @ParameterizedTest
    @EnumSource
    void a_defect_fails_the_test_that_is_about_it(Defect defect) {
        var summary = run(Set.of(defect.test()), Map.of(DefectiveStoreContract.DEFECT, defect.name()));

        assertThat(summary.getTestsStartedCount()).isEqualTo(1);
        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException())
                        .isInstanceOfAny(AssertionError.class, StorageException.class, IllegalStateException.class));
    }

    @Test
    void without_a_defect_every_one_of_these_tests_passes() {
        var tests = Stream.of(Defect.values()).map(Defect::test).collect(Collectors.toSet());
        var summary = run(tests, Map.of());

        assertThat(summary.getTestsSucceededCount()).isEqualTo(tests.size());
        assertThat(summary.getFailures()).isEmpty();
    }

    private static TestExecutionSummary run(Set<String> tests, Map<String, String> parameters) {
        var listener = new SummaryGeneratingListener();
        var request = request()
                .selectors(tests.stream()
                        .map(test -> selectMethod(DefectiveStoreContract.class, test))
                        .toList())
                .configurationParameters(parameters)
                .build();
        var alone = LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
        LauncherFactory.create(alone).execute(request, listener);
        return listener.getSummary();
    }
}
