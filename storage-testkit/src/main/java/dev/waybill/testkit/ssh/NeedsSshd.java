package dev.waybill.testkit.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Tests of OpenSSH's server, skipped by name where it is not installed. A parameter of type [Sshd] is one that is
/// started for the test class when the first of its methods asks for it, and ends with the class.
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsSshd.OfClass.class)
public @interface NeedsSshd {
    /// Starts it, and ends it.
    final class OfClass implements ExecutionCondition, ParameterResolver {
        private static final ExtensionContext.Namespace SERVERS = ExtensionContext.Namespace.create(OfClass.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Sshd.isInstalled()
                    ? ConditionEvaluationResult.enabled("openssh-server is installed")
                    : ConditionEvaluationResult.disabled(
                            context.getDisplayName() + ": openssh-server is not installed");
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Sshd.class;
        }

        @Override
        public Sshd resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return ofClass(context)
                    .getStore(SERVERS)
                    .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                    .sshd();
        }

        private static ExtensionContext ofClass(ExtensionContext context) {
            return context.getTestMethod().isEmpty()
                    ? context
                    : ofClass(context.getParent().orElseThrow());
        }

        /// A server whose files go with it.
        ///
        /// @param sshd the server
        private record Running(Sshd sshd) implements AutoCloseable {
            static Running start() {
                try {
                    return new Running(Sshd.start(Files.createTempDirectory("sshd")));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() throws IOException {
                sshd.close();
                try (var files = Files.walk(sshd.folder())) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
