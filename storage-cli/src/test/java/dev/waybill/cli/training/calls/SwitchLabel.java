package dev.waybill.cli.training.calls;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.util.List;
import java.util.Optional;

/// What a case of a `switch` over types asks for.
sealed interface SwitchLabel {

    /// An object of a class.
    record OfType(ClassDesc type) implements SwitchLabel {}

    /// A text.
    record OfText(String text) implements SwitchLabel {}

    /// A number or a character.
    record OfNumber(int number) implements SwitchLabel {}

    /// A constant of an enum.
    record OfConstant(ClassDesc type, String name) implements SwitchLabel {}

    /// Reads one; empty where it is of another kind.
    ///
    /// @param names whether a text is the name of a constant of the enum that is asked about
    static Optional<SwitchLabel> of(ConstantDesc label, Optional<ClassDesc> names) {
        return switch (label) {
            case ClassDesc type when !type.isPrimitive() -> Optional.of(new OfType(type));
            case String text ->
                Optional.of(names.<SwitchLabel>map(type -> new OfConstant(type, text))
                        .orElseGet(() -> new OfText(text)));
            case Integer number -> Optional.of(new OfNumber(number));
            case DynamicConstantDesc<?> described -> constant(described);
            default -> Optional.empty();
        };
    }

    /// The compiler writes `EnumDesc.of(ClassDesc.of("a.Type"), "NAME")` as calls that Java makes for it.
    private static Optional<SwitchLabel> constant(DynamicConstantDesc<?> described) {
        return called(described, "Ljava/lang/Enum$EnumDesc;").flatMap(parts -> {
            if (parts.size() == 2
                    && parts.get(0) instanceof DynamicConstantDesc<?> type
                    && parts.get(1) instanceof String name) {
                return called(type, "Ljava/lang/constant/ClassDesc;")
                        .filter(names -> names.size() == 1 && names.getFirst() instanceof String)
                        .map(names -> new OfConstant(ClassDesc.of((String) names.getFirst()), name));
            }
            return Optional.empty();
        });
    }

    /// What `of` of a class is called with.
    private static Optional<List<ConstantDesc>> called(DynamicConstantDesc<?> described, String descriptor) {
        var arguments = described.bootstrapArgsList();
        boolean isCall = described.bootstrapMethod().methodName().equals("invoke")
                && !arguments.isEmpty()
                && arguments.getFirst() instanceof DirectMethodHandleDesc direct
                && direct.methodName().equals("of")
                && direct.owner().descriptorString().equals(descriptor);
        return isCall ? Optional.of(arguments.subList(1, arguments.size())) : Optional.empty();
    }
}
