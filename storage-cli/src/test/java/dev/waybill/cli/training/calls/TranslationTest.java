package dev.waybill.cli.training.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.cli.training.calls.samples.other.Protected;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CapturingSamples",
                "ReferenceSamples",
                "ConversionSamples",
                "InterfaceSamples",
                "RecordSamples",
                "SwitchSamples",
                "KeptSamples",
                "AnnotatedSamples"
            })
    void translated_classes_do_the_same(String sample) throws Exception {
        List<?> expected = SampleClasses.run(sample, SampleClasses.compiled());

        assertThat(expected).hasSizeGreaterThan(1);
        assertThat(SampleClasses.run(sample, SampleClasses.translated())).isEqualTo(expected);
    }

    @Test
    void nothing_that_can_be_translated_is_left() throws Exception {
        assertThat(sites(SampleClasses.compiled())).hasSizeGreaterThan(100);

        assertThat(sites(SampleClasses.translated()))
                .as("one that can be serialized")
                .containsOnly("KeptSamples altMetafactory");
    }

    @Test
    void each_lambda_is_of_the_nest_that_it_is_in() throws Exception {
        Class<?> outer = SampleClasses.load("CapturingSamples", SampleClasses.translated());

        var lambdas = Arrays.stream(outer.getNestMembers())
                .filter(type -> type.getName().contains("$$Lambda"))
                .toList();
        assertThat(lambdas).hasSizeGreaterThan(10).allSatisfy(lambda -> {
            assertThat(lambda.getNestHost()).isEqualTo(outer);
            assertThat(lambda.accessFlags()).contains(AccessFlag.FINAL, AccessFlag.SYNTHETIC);
        });
        assertThat(lambdas).extracting(Class::getName).anyMatch(name -> name.contains("Samples$1Local$$Lambda"));
    }

    @Test
    void an_error_tells_the_lines_it_came_through() throws Exception {
        List<?> expected = SampleClasses.run("TraceSamples", SampleClasses.compiled());

        assertThat(expected).hasSize(2);
        assertThat(SampleClasses.run("TraceSamples", SampleClasses.translated()))
                .isEqualTo(expected);
    }

    @Test
    void what_reflection_tells_of_a_record_stays() throws Exception {
        String record = "RecordSamples$Everything";
        var before = SampleClasses.load(record, SampleClasses.compiled()).getRecordComponents();

        assertThat(SampleClasses.load(record, SampleClasses.translated()).getRecordComponents())
                .extracting(RecordComponent::toString)
                .isEqualTo(Stream.of(before).map(RecordComponent::toString).toList());
    }

    @Test
    void annotations_of_variables_are_nowhere_rather_than_in_a_wrong_place() throws Exception {
        assertThat(variableAnnotations(SampleClasses.compiled()))
                .contains("RuntimeVisibleTypeAnnotations", "RuntimeInvisibleTypeAnnotations");

        assertThat(variableAnnotations(SampleClasses.translated())).isEmpty();
    }

    private static List<String> variableAnnotations(Map<String, byte[]> classes) {
        return classes.values().stream()
                .map(ClassFile.of()::parse)
                .flatMap(model -> model.methods().stream())
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.attributes().stream())
                .map(attribute -> attribute.attributeName().stringValue())
                .filter(name -> name.endsWith("TypeAnnotations"))
                .toList();
    }

    @Test
    void translating_again_changes_nothing() throws Exception {
        Map<String, byte[]> once = new TreeMap<>(SampleClasses.translated());
        try (var library = Library.of(List.of(SampleClasses.folder()))) {
            assertThat(Translation.of(once, library)).isEmpty();
        }
        assertThat(new TreeMap<>(SampleClasses.translated()))
                .usingRecursiveComparison()
                .isEqualTo(once);
    }

    @Test
    void a_class_that_java_would_refuse_ends_the_build() throws Exception {
        Map<String, byte[]> classes = SampleClasses.compiled();
        try (var nothing = Library.of(List.of())) {
            assertThatThrownBy(() -> Translation.of(classes, nothing))
                    .isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class);
        }
    }

    @Test
    void only_what_classes_beside_it_may_call_is_called_by_one() throws Exception {
        try (var library = Library.of(List.of(SampleClasses.folder()))) {
            assertThat(List.of(
                            mayCall(library, "open", "()Ljava/lang/String;", "elsewhere"),
                            mayCall(library, "greeting", "(Ljava/lang/String;)Ljava/lang/String;", "elsewhere"),
                            mayCall(
                                    library,
                                    "greeting",
                                    "(Ljava/lang/String;)Ljava/lang/String;",
                                    Protected.class.getPackageName()),
                            mayCall(library, "hashCode", "()I", "elsewhere"),
                            mayCall(library, "clone", "()Ljava/lang/Object;", "elsewhere"),
                            mayCall(library, "clone", "()Ljava/lang/Object;", Protected.class.getPackageName()),
                            mayCall(library, "isNot", "()I", "elsewhere")))
                    .containsExactly(true, false, true, true, false, false, false);
        }
    }

    private static boolean mayCall(Library library, String method, String descriptor, String from) {
        var handle = MethodHandleDesc.of(
                DirectMethodHandleDesc.Kind.VIRTUAL,
                ClassDesc.ofDescriptor(Protected.class.descriptorString()),
                method,
                descriptor);
        return library.mayCall(from, handle);
    }

    /// Where a class is made at run time, but for texts that are joined: a compiler may be told not to.
    private static List<String> sites(Map<String, byte[]> classes) {
        return classes.values().stream()
                .map(ClassFile.of()::parse)
                .flatMap(model -> model.methods().stream()
                        .flatMap(method -> method.code().stream())
                        .flatMap(CodeModel::elementStream)
                        .filter(InvokeDynamicInstruction.class::isInstance)
                        .map(site -> model.thisClass().asSymbol().displayName() + " "
                                + ((InvokeDynamicInstruction) site)
                                        .bootstrapMethod()
                                        .methodName())
                        .filter(site -> !site.endsWith("makeConcatWithConstants")))
                .toList();
    }
}
