package dev.waybill.testkit.azure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Runs where Azurite is installed, and says by name what was left out where it is not. Where
/// `WAYBILL_TEST_AZURITE` names its folder, it must be there.
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsAzurite.Condition.class)
public @interface NeedsAzurite {
    /// Whether it is there.
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Azurite.isWanted()
                    ? ConditionEvaluationResult.enabled("Azurite is installed")
                    : ConditionEvaluationResult.disabled(context.getDisplayName() + ": " + Azurite.missing());
        }
    }
}
