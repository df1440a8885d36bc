package dev.waybill.cli.training.calls;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// What stands in the place of an `invokedynamic`: the call of a static method that takes and gives the same.
///
/// @param isInterface whether the owner is an interface
record StaticCall(ClassDesc owner, String name, MethodTypeDesc type, boolean isInterface) {

    void write(CodeBuilder code) {
        code.invokestatic(owner, name, type, isInterface);
    }
}
