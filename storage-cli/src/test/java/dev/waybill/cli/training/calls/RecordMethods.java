package dev.waybill.cli.training.calls;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Set;

/// What a record that does not say it itself has for `equals`, `hashCode` and `toString`.
///
/// @param type the record
/// @param simpleName how it calls itself
/// @param components its fields
record RecordMethods(ClassDesc type, String simpleName, List<Component> components) {
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");
    private static final int PRIME = 31;

    /// Those of which numbers that are not equal may be the same, and the other way round.
    private static final Set<ClassDesc> FLOATING = Set.of(CD_float, CD_double);

    record Component(String name, ClassDesc type) {}

    /// Of what [java.lang.runtime.ObjectMethods] is told.
    static RecordMethods of(String simpleName, List<ConstantDesc> arguments) {
        return new RecordMethods(
                (ClassDesc) arguments.get(0),
                simpleName,
                arguments.stream()
                        .skip(2)
                        .map(DirectMethodHandleDesc.class::cast)
                        .map(getter -> new Component(
                                getter.methodName(), getter.invocationType().returnType()))
                        .toList());
    }

    /// Writes a method that takes the record, and for `equals` the other object.
    void write(String name, CodeBuilder code) {
        switch (name) {
            case "equals" -> equality(code);
            case "hashCode" -> hash(code);
            case "toString" -> text(code);
            default -> throw new IllegalArgumentException(name);
        }
    }

    private void equality(CodeBuilder code) {
        Label different = code.newLabel();
        Label same = code.newLabel();
        code.aload(0).aload(1).if_acmpeq(same);
        code.aload(1).instanceOf(type).ifeq(different);
        code.aload(1).checkcast(type).astore(2);
        for (Component component : components) {
            load(code, 0, component);
            load(code, 2, component);
            compare(code, component.type(), different);
        }
        code.labelBinding(same).iconst_1().ireturn();
        code.labelBinding(different).iconst_0().ireturn();
    }

    private static void compare(CodeBuilder code, ClassDesc type, Label different) {
        if (!type.isPrimitive()) {
            code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object))
                    .ifeq(different);
        } else if (FLOATING.contains(type)) {
            code.invokestatic(Conversion.wrapper(type), "compare", MethodTypeDesc.of(CD_int, type, type))
                    .ifne(different);
        } else if (type.equals(CD_long)) {
            code.lcmp().ifne(different);
        } else {
            code.if_icmpne(different);
        }
    }

    private void hash(CodeBuilder code) {
        code.iconst_0();
        for (Component component : components) {
            code.loadConstant(PRIME).imul();
            load(code, 0, component);
            ClassDesc of = component.type();
            if (of.isPrimitive()) {
                code.invokestatic(Conversion.wrapper(of), "hashCode", MethodTypeDesc.of(CD_int, of));
            } else {
                code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
            }
            code.iadd();
        }
        code.ireturn();
    }

    private void text(CodeBuilder code) {
        code.new_(BUILDER).dup().invokespecial(BUILDER, INIT_NAME, MTD_void);
        String before = simpleName + "[";
        for (Component component : components) {
            code.loadConstant(before + component.name() + "=");
            append(code, CD_String);
            load(code, 0, component);
            append(code, component.type());
            before = ", ";
        }
        code.loadConstant(components.isEmpty() ? before + "]" : "]");
        append(code, CD_String);
        code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(CD_String)).areturn();
    }

    private static void append(CodeBuilder code, ClassDesc type) {
        ClassDesc taken;
        if (type.equals(CD_byte) || type.equals(CD_short)) {
            taken = CD_int;
        } else {
            // What takes an array of characters would write these.
            taken = type.isPrimitive() || type.equals(CD_String) ? type : CD_Object;
        }
        code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, taken));
    }

    private void load(CodeBuilder code, int from, Component component) {
        code.aload(from).getfield(type, component.name(), component.type());
    }
}
