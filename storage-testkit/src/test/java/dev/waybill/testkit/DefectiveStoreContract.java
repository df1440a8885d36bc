package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.IObjectStorageAdapter;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/// The contract on an adapter with the defect that the configuration parameter [#DEFECT] names, or on a
/// sound one without it. Not named as a test: only [ContractCatchesDefectsTest] runs it.
@ExtendWith(DefectiveStoreContract.FromParameter.class)
class DefectiveStoreContract extends InMemoryContract {
    static final String DEFECT = "waybill.testkit.defect";

    private Optional<Defect> defect = Optional.empty();

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the contract closes what it is given
    protected IObjectStorageAdapter openEmptyStore() {
        var sound = super.openEmptyStore();
        return defect.map(d -> d.in(sound)).orElse(sound);
    }

    @Override
    protected Capabilities expectedCapabilities() {
        return InMemoryAdapter.ALL_CAPABILITIES;
    }

    /// Tells the test its defect.
    static final class FromParameter implements TestInstancePostProcessor {
        @Override
        public void postProcessTestInstance(Object test, ExtensionContext context) {
            ((DefectiveStoreContract) test).defect =
                    context.getConfigurationParameter(DEFECT).map(Defect::valueOf);
        }
    }
}
