package dev.waybill.cli.training.calls;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;

/// A method of a lambda's class: hands what is captured and what it is called with to the code of the lambda.
///
/// @param lambda the class
/// @param called the type of the method
record LambdaBody(LambdaClass lambda, MethodTypeDesc called) {

    void write(CodeBuilder code) {
        DirectMethodHandleDesc body = lambda.site().body();
        if (body.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR) {
            code.new_(body.owner()).dup();
        }
        MethodTypeDesc captured = lambda.site().factory();
        for (int i = 0; i < captured.parameterCount(); i++) {
            code.aload(0).getfield(lambda.name(), LambdaClass.field(i), captured.parameterType(i));
        }
        MethodTypeDesc taken = body.invocationType();
        for (int i = 0; i < called.parameterCount(); i++) {
            code.loadLocal(TypeKind.from(called.parameterType(i)), code.parameterSlot(i));
            Conversion.write(
                    code,
                    called.parameterType(i),
                    lambda.site().known().parameterType(i),
                    taken.parameterType(captured.parameterCount() + i));
        }
        call(code, body);
        ClassDesc result = called.returnType();
        Conversion.write(code, taken.returnType(), taken.returnType(), result);
        code.return_(TypeKind.from(result));
    }

    private static void call(CodeBuilder code, DirectMethodHandleDesc body) {
        ClassDesc owner = body.owner();
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(body.lookupDescriptor());
        switch (body.kind()) {
            case CONSTRUCTOR -> code.invokespecial(owner, ConstantDescs.INIT_NAME, type);
            case STATIC -> code.invokestatic(owner, body.methodName(), type, false);
            case INTERFACE_STATIC -> code.invokestatic(owner, body.methodName(), type, true);
            // Only private methods are called by these, and of one's nest they may be called so.
            case VIRTUAL, SPECIAL -> code.invokevirtual(owner, body.methodName(), type);
            case INTERFACE_VIRTUAL, INTERFACE_SPECIAL -> code.invokeinterface(owner, body.methodName(), type);
            default -> throw new IllegalArgumentException("a lambda of " + body);
        }
    }
}
