package dev.waybill.cli.training.calls;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.RuntimeInvisibleTypeAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A class and what stands in the place of its `invokedynamic`: classes beside it, and methods in it.
final class HostClass {
    private final ClassModel model;
    private final Library library;
    private final ClassDesc name;

    /// By the entry of the constant pool, so that writing a method twice gives the same.
    private final Map<InvokeDynamicEntry, StaticCall> calls = new LinkedHashMap<>();

    private final List<LambdaClass> lambdas = new ArrayList<>();
    private final List<Consumer<ClassBuilder>> methods = new ArrayList<>();

    HostClass(ClassModel model, Library library) {
        this.model = model;
        this.library = library;
        this.name = model.thisClass().asSymbol();
        for (MethodModel method : model.methods()) {
            for (InvokeDynamicInstruction site : sites(method)) {
                if (!calls.containsKey(site.invokedynamic())) {
                    translation(site).ifPresent(call -> calls.put(site.invokedynamic(), call));
                }
            }
        }
    }

    private static List<InvokeDynamicInstruction> sites(MethodModel method) {
        return method.code().stream()
                .flatMap(CodeModel::elementStream)
                .filter(InvokeDynamicInstruction.class::isInstance)
                .map(InvokeDynamicInstruction.class::cast)
                .toList();
    }

    boolean isChanged() {
        return !calls.isEmpty();
    }

    /// The classes that it needs.
    List<LambdaClass> lambdas() {
        return lambdas;
    }

    /// Whose private members it may use, as all of the nest may.
    ClassDesc nestHost() {
        return model.findAttribute(Attributes.nestHost())
                .map(host -> host.nestHost().asSymbol())
                .orElse(name);
    }

    /// The class without `invokedynamic`, as far as that goes.
    byte[] bytes() {
        var bodies = ClassTransform.transformingMethodBodies(
                method -> sites(method).stream().anyMatch(site -> calls.containsKey(site.invokedynamic())),
                this::write);
        var added = ClassTransform.endHandler(type -> methods.forEach(method -> method.accept(type)));
        return library.format().transformClass(model, bodies.andThen(added));
    }

    private void write(CodeBuilder code, CodeElement element) {
        switch (element) {
            case InvokeDynamicInstruction site
            when calls.containsKey(site.invokedynamic()) ->
                calls.get(site.invokedynamic()).write(code);
            // Those of variables and expressions, which no program can read, would be copied with places that have
            // moved.
            case RuntimeVisibleTypeAnnotationsAttribute _, RuntimeInvisibleTypeAnnotationsAttribute _ -> {}
            default -> code.with(element);
        }
    }

    private Optional<StaticCall> translation(InvokeDynamicInstruction site) {
        var bootstrap = site.bootstrapMethod();
        return switch (bootstrap.owner().displayName() + "." + bootstrap.methodName()) {
            case "LambdaMetafactory.metafactory", "LambdaMetafactory.altMetafactory" ->
                LambdaSite.of(site).filter(this::canBeCalled).map(this::lambda);
            case "ObjectMethods.bootstrap" -> {
                var written = RecordMethods.of(simpleName(), site.bootstrapArgs());
                String method = site.name().stringValue();
                yield Optional.of(method("record$" + method, site.typeSymbol(), code -> written.write(method, code)));
            }
            case "SwitchBootstraps.typeSwitch", "SwitchBootstraps.enumSwitch" ->
                TypeSwitch.of(site)
                        .map(written -> method("switch$" + methods.size(), site.typeSymbol(), written::write));
            default -> Optional.empty();
        };
    }

    /// Whether a class beside this one may call what the lambda calls, and calls the same by it.
    private boolean canBeCalled(LambdaSite site) {
        return switch (site.body().kind()) {
            case SPECIAL, INTERFACE_SPECIAL -> site.body().owner().equals(name) && library.isPrivate(site.body());
            case STATIC, INTERFACE_STATIC, VIRTUAL, INTERFACE_VIRTUAL, CONSTRUCTOR ->
                library.mayCall(name.packageName(), site.body());
            default -> false;
        };
    }

    private StaticCall lambda(LambdaSite site) {
        ClassDesc beside = ClassDesc.ofDescriptor("L" + ClassNames.internal(name) + "$$Lambda" + lambdas.size() + ";");
        var lambda = new LambdaClass(beside, site, nestHost(), model.majorVersion());
        lambdas.add(lambda);
        return lambda.factory();
    }

    private StaticCall method(String called, MethodTypeDesc type, Consumer<CodeBuilder> code) {
        methods.add(written -> written.withMethodBody(
                called, type, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC, code));
        return new StaticCall(name, called, type, model.flags().has(AccessFlag.INTERFACE));
    }

    /// As [Class#getSimpleName] of a record, which always has one.
    private String simpleName() {
        return model.findAttribute(Attributes.innerClasses()).stream()
                .flatMap(attribute -> attribute.classes().stream())
                .filter(inner -> inner.innerClass().asSymbol().equals(name))
                .flatMap((InnerClassInfo inner) -> inner.innerName().stream())
                .map(Utf8Entry::stringValue)
                .findFirst()
                .orElseGet(name::displayName);
    }
}
