package dev.waybill.cli.training.calls;

import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.util.List;
import java.util.Optional;

/// What [LambdaMetafactory] is told where a lambda or a method reference is.
///
/// @param method the name of the interface's method
/// @param factory takes what is captured and gives the interface
/// @param erased the interface's method as its class file has it
/// @param body what is called
/// @param known the interface's method with what its type parameters stand for
/// @param markers further interfaces
/// @param bridges further types that the method is called by
record LambdaSite(
        String method,
        MethodTypeDesc factory,
        MethodTypeDesc erased,
        DirectMethodHandleDesc body,
        MethodTypeDesc known,
        List<ClassDesc> markers,
        List<MethodTypeDesc> bridges) {

    /// Where the flags of `altMetafactory` are.
    private static final int FLAGS = 3;

    /// Reads one; empty where what is made can be serialized, which its class must say by itself.
    static Optional<LambdaSite> of(InvokeDynamicInstruction site) {
        List<ConstantDesc> arguments = site.bootstrapArgs();
        int flags = arguments.size() > FLAGS ? (Integer) arguments.get(FLAGS) : 0;
        if ((flags & LambdaMetafactory.FLAG_SERIALIZABLE) != 0) {
            return Optional.empty();
        }
        int next = FLAGS + 1;
        List<ClassDesc> markers = List.of();
        if ((flags & LambdaMetafactory.FLAG_MARKERS) != 0) {
            markers = counted(arguments, next, ClassDesc.class);
            next += 1 + markers.size();
        }
        List<MethodTypeDesc> bridges = (flags & LambdaMetafactory.FLAG_BRIDGES) != 0
                ? counted(arguments, next, MethodTypeDesc.class)
                : List.of();
        return Optional.of(new LambdaSite(
                site.name().stringValue(),
                site.typeSymbol(),
                (MethodTypeDesc) arguments.get(0),
                (DirectMethodHandleDesc) arguments.get(1),
                (MethodTypeDesc) arguments.get(2),
                markers,
                bridges));
    }

    private static <T> List<T> counted(List<ConstantDesc> arguments, int at, Class<T> type) {
        int count = (Integer) arguments.get(at);
        return arguments.subList(at + 1, at + 1 + count).stream()
                .map(type::cast)
                .toList();
    }

    /// The interface.
    ClassDesc type() {
        return factory.returnType();
    }
}
