package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.Capability;
import dev.waybill.testkit.Deviation;
import dev.waybill.testkit.ObjectStorageContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A server without extensions passes those parts of the contract in which they count: where objects get their names.
@ExtendWith(SftpBareTest.PartsThatPublish.class)
final class SftpBareTest extends SftpContractTest {
    private static final Set<String> PARTS =
            Set.of("InterruptContract", "ConditionContract", "UploadContract", "ConcurrencyContract");
    private static final Set<String> OWN =
            Set.of(ObjectStorageContract.class.getSimpleName(), SftpBareTest.class.getSimpleName());

    @Override
    SftpServer start(Path folder) throws IOException {
        return BareSubsystem.of(MinaServer.start(folder));
    }

    @Override
    Set<Capability> more() {
        return Set.of();
    }

    @Override
    Set<Deviation> moreDeviations() {
        return SftpMinaTest.DEVIATIONS;
    }

    @Test
    void the_parts_that_are_tried_are_parts_of_the_contract() {
        assertThat(ObjectStorageContract.class.getInterfaces())
                .extracting(Class::getSimpleName)
                .containsAll(PARTS);
    }

    /// Reading, listing, names, and sources that fail are the same with extensions and without; [SftpMinaTest] tries
    /// them.
    static final class PartsThatPublish implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getTestMethod()
                            .map(method -> method.getDeclaringClass().getSimpleName())
                            .filter(part -> !PARTS.contains(part) && !OWN.contains(part))
                            .isPresent()
                    ? ConditionEvaluationResult.disabled("the same with extensions and without")
                    : ConditionEvaluationResult.enabled("the extensions count");
        }
    }
}
