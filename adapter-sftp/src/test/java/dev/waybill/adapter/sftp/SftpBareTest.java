package dev.waybill.adapter.sftp;

import dev.waybill.port.Capability;
import dev.waybill.testkit.Deviation;
import dev.waybill.testkit.ObjectStorageContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A server without extensions passes those parts of the contract in which they count: the ones that write.
@ExtendWith(SftpBareTest.PartsThatWrite.class)
final class SftpBareTest extends SftpContractTest {
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

    /// Reading, listing and names are the same with extensions and without, and [SftpMinaTest] tries them.
    static final class PartsThatWrite implements ExecutionCondition {
        private static final Set<String> PARTS = Set.of(
                ObjectStorageContract.class.getSimpleName(),
                "StreamingContract",
                "InterruptContract",
                "ConditionContract",
                "UploadContract",
                "ConcurrencyContract");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getTestMethod()
                            .map(method -> method.getDeclaringClass().getSimpleName())
                            .filter(part -> !PARTS.contains(part))
                            .isPresent()
                    ? ConditionEvaluationResult.disabled("the same with extensions and without")
                    : ConditionEvaluationResult.enabled("the extensions count");
        }
    }
}
