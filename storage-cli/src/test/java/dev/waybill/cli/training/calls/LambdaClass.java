package dev.waybill.cli.training.calls;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/// A class that is a lambda, as Java would make it at run time.
///
/// @param name how it is called
/// @param site what it does
/// @param nestHost whose private members it may use
/// @param version of the class file
record LambdaClass(ClassDesc name, LambdaSite site, ClassDesc nestHost, int version) {
    private static final String FACTORY = "of";

    /// Holds the only one of a lambda that captures nothing.
    private static final String ONLY = "ONLY";

    /// What gives a lambda.
    StaticCall factory() {
        return new StaticCall(name, FACTORY, site.factory(), false);
    }

    byte[] bytes(ClassFile format) {
        return format.build(name, this::write);
    }

    private void write(ClassBuilder type) {
        Set<ClassDesc> interfaces = new LinkedHashSet<>();
        interfaces.add(site.type());
        interfaces.addAll(site.markers());
        type.withVersion(version, 0)
                .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC)
                .withInterfaceSymbols(interfaces.toArray(ClassDesc[]::new))
                .with(NestHostAttribute.of(nestHost));
        for (int i = 0; i < captured().parameterCount(); i++) {
            type.withField(field(i), captured().parameterType(i), ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
        }
        type.withMethodBody(INIT_NAME, captured(), ClassFile.ACC_PRIVATE, this::construct);
        if (isOnlyOne()) {
            type.withField(ONLY, site.type(), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
            type.withMethodBody(CLASS_INIT_NAME, MTD_void, ClassFile.ACC_STATIC, code -> {
                makeNew(code);
                code.putstatic(name, ONLY, site.type()).return_();
            });
        }
        type.withMethodBody(FACTORY, site.factory(), ClassFile.ACC_STATIC, this::give);
        Stream.concat(Stream.of(site.erased()), site.bridges().stream())
                .distinct()
                .forEach(called -> type.withMethodBody(
                        site.method(), called, ClassFile.ACC_PUBLIC, code -> new LambdaBody(this, called).write(code)));
    }

    private boolean isOnlyOne() {
        return site.factory().parameterCount() == 0;
    }

    private MethodTypeDesc captured() {
        return site.factory().changeReturnType(CD_void);
    }

    /// The field of a captured value.
    static String field(int index) {
        return "captured" + index;
    }

    private void construct(CodeBuilder code) {
        code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void);
        for (int i = 0; i < captured().parameterCount(); i++) {
            ClassDesc type = captured().parameterType(i);
            code.aload(0).loadLocal(TypeKind.from(type), code.parameterSlot(i)).putfield(name, field(i), type);
        }
        code.return_();
    }

    private void give(CodeBuilder code) {
        if (isOnlyOne()) {
            code.getstatic(name, ONLY, site.type());
        } else {
            makeNew(code);
        }
        code.areturn();
    }

    private void makeNew(CodeBuilder code) {
        code.new_(name).dup();
        for (int i = 0; i < captured().parameterCount(); i++) {
            code.loadLocal(TypeKind.from(captured().parameterType(i)), code.parameterSlot(i));
        }
        code.invokespecial(name, INIT_NAME, captured());
    }
}
