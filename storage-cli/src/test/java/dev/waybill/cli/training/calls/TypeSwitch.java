package dev.waybill.cli.training.calls;

import static java.lang.constant.ConstantDescs.CD_Character;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_char;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which case of a `switch` over types fits an object: a method of the object and of the case to begin with, that gives
/// the number of the first that fits, that of all cases where none does, and -1 for `null`.
///
/// @param labels the cases
record TypeSwitch(List<SwitchLabel> labels) {
    private static final ClassDesc NUMBER = ClassDesc.of("java.lang.Number");

    /// Where the object is, and the case.
    private static final int ASKED = 0;

    private static final int FIRST = 1;

    /// Of what [java.lang.runtime.SwitchBootstraps] is told; empty where a case is of a kind that is not known here.
    static Optional<TypeSwitch> of(InvokeDynamicInstruction site) {
        Optional<ClassDesc> names = site.bootstrapMethod().methodName().equals("enumSwitch")
                ? Optional.of(site.typeSymbol().parameterType(0))
                : Optional.empty();
        var labels = site.bootstrapArgs().stream()
                .flatMap(label -> SwitchLabel.of(label, names).stream())
                .toList();
        boolean isKnown = labels.size() == site.bootstrapArgs().size()
                && !site.typeSymbol().parameterType(0).isPrimitive();
        return isKnown ? Optional.of(new TypeSwitch(labels)) : Optional.empty();
    }

    /// Writes the method.
    void write(CodeBuilder code) {
        Label isThere = code.newLabel();
        Label none = code.newLabel();
        code.aload(ASKED).ifnonnull(isThere).iconst_m1().ireturn().labelBinding(isThere);
        List<SwitchCase> cases = IntStream.range(0, labels.size())
                .mapToObj(number -> SwitchCase.of(number, code.newLabel()))
                .toList();
        if (!cases.isEmpty()) {
            code.iload(FIRST).tableswitch(none, cases);
        }
        for (int number = 0; number < cases.size(); number++) {
            Label next = number + 1 < cases.size() ? cases.get(number + 1).target() : none;
            code.labelBinding(cases.get(number).target());
            test(code, labels.get(number), next);
            code.loadConstant(number).ireturn();
        }
        code.labelBinding(none).loadConstant(labels.size()).ireturn();
    }

    private static void test(CodeBuilder code, SwitchLabel label, Label next) {
        switch (label) {
            case SwitchLabel.OfType(ClassDesc type) ->
                code.aload(ASKED).instanceOf(type).ifeq(next);
            case SwitchLabel.OfText(String text) ->
                code.loadConstant(text)
                        .aload(ASKED)
                        .invokevirtual(CD_Object, "equals", MethodTypeDesc.of(CD_boolean, CD_Object))
                        .ifeq(next);
            case SwitchLabel.OfConstant(ClassDesc type, String name) ->
                code.getstatic(type, name, type).aload(ASKED).if_acmpne(next);
            case SwitchLabel.OfNumber(int number) -> testNumber(code, number, next);
        }
    }

    private static void testNumber(CodeBuilder code, int number, Label next) {
        Label isOther = code.newLabel();
        Label compared = code.newLabel();
        code.aload(ASKED).instanceOf(NUMBER).ifeq(isOther);
        code.aload(ASKED)
                .checkcast(NUMBER)
                .invokevirtual(NUMBER, "intValue", MethodTypeDesc.of(CD_int))
                .goto_(compared);
        code.labelBinding(isOther).aload(ASKED).instanceOf(CD_Character).ifeq(next);
        code.aload(ASKED).checkcast(CD_Character).invokevirtual(CD_Character, "charValue", MethodTypeDesc.of(CD_char));
        code.labelBinding(compared).loadConstant(number).if_icmpne(next);
    }
}
