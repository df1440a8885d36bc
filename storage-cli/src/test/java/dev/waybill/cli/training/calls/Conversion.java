package dev.waybill.cli.training.calls;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;

/// Makes the value on the stack fit another type, as [java.lang.invoke.LambdaMetafactory] says.
final class Conversion {
    private static final ClassDesc NUMBER = ClassDesc.of("java.lang.Number");

    private static final Map<ClassDesc, ClassDesc> PRIMITIVES = Map.of(
            ConstantDescs.CD_Boolean, ConstantDescs.CD_boolean,
            ConstantDescs.CD_Byte, ConstantDescs.CD_byte,
            ConstantDescs.CD_Character, ConstantDescs.CD_char,
            ConstantDescs.CD_Double, ConstantDescs.CD_double,
            ConstantDescs.CD_Float, ConstantDescs.CD_float,
            ConstantDescs.CD_Integer, ConstantDescs.CD_int,
            ConstantDescs.CD_Long, ConstantDescs.CD_long,
            ConstantDescs.CD_Short, ConstantDescs.CD_short);

    private final CodeBuilder code;

    private Conversion(CodeBuilder code) {
        this.code = code;
    }

    /// Converts a value. `void` stays what it is: what returns a value to nobody has it dropped.
    ///
    /// @param from what is on the stack
    /// @param known what it is known to be, which is checked
    /// @param to what it must become
    static void write(CodeBuilder code, ClassDesc from, ClassDesc known, ClassDesc to) {
        if (from.equals(ConstantDescs.CD_void) || to.equals(ConstantDescs.CD_void)) {
            return;
        }
        var conversion = new Conversion(code);
        if (from.isPrimitive()) {
            conversion.primitive(from, to);
            return;
        }
        ClassDesc source = known.isPrimitive() ? from : known;
        conversion.cast(from, source);
        if (to.isPrimitive()) {
            conversion.unbox(source, to);
        } else {
            conversion.cast(source, to);
        }
    }

    /// The class of objects that hold a primitive value.
    static ClassDesc wrapper(ClassDesc primitive) {
        return PRIMITIVES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(primitive))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private void primitive(ClassDesc from, ClassDesc to) {
        if (to.isPrimitive()) {
            widen(from, to);
            return;
        }
        ClassDesc wrapper = wrapper(from);
        code.invokestatic(wrapper, "valueOf", MethodTypeDesc.of(wrapper, from));
        cast(wrapper, to);
    }

    private void unbox(ClassDesc from, ClassDesc to) {
        ClassDesc held = PRIMITIVES.get(from);
        if (held == null) {
            boolean isNumber = !to.equals(ConstantDescs.CD_char) && !to.equals(ConstantDescs.CD_boolean);
            ClassDesc wrapper = isNumber ? NUMBER : wrapper(to);
            cast(from, wrapper);
            value(wrapper, to);
        } else if (from.equals(ConstantDescs.CD_Character) || from.equals(ConstantDescs.CD_Boolean)) {
            value(from, held);
            widen(held, to);
        } else {
            value(from, to);
        }
    }

    private void value(ClassDesc wrapper, ClassDesc primitive) {
        code.invokevirtual(wrapper, primitive.displayName() + "Value", MethodTypeDesc.of(primitive));
    }

    private void widen(ClassDesc from, ClassDesc to) {
        code.conversion(TypeKind.from(from).asLoadable(), TypeKind.from(to).asLoadable());
    }

    private void cast(ClassDesc from, ClassDesc to) {
        if (!from.equals(to) && !to.equals(ConstantDescs.CD_Object)) {
            code.checkcast(to);
        }
    }
}
