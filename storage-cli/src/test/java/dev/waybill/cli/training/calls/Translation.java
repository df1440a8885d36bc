package dev.waybill.cli.training.calls;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The classes of one jar without `invokedynamic`.
final class Translation {
    private final Library library;

    /// By the file that they stand in the place of.
    private final Map<String, SequencedMap<String, byte[]>> files = new LinkedHashMap<>();

    private final Map<String, List<ClassDesc>> nests = new TreeMap<>();

    private Translation(Library library) {
        this.library = library;
    }

    /// Translates classes.
    ///
    /// @param classes their content, by file; with each the class that its nest is named for
    /// @return what stands in the place of those that change: these, and the classes that they need
    /// @throws IllegalStateException if what comes out is no class that Java would accept
    static Map<String, SequencedMap<String, byte[]>> of(Map<String, byte[]> classes, Library library) {
        var translation = new Translation(library);
        classes.forEach(translation::translate);
        translation.nests.forEach((file, members) ->
                translation.addMembers(file, Objects.requireNonNull(classes.get(file), file), members));
        translation.files.values().stream()
                .flatMap(written -> written.values().stream())
                .forEach(translation::check);
        return translation.files;
    }

    private void translate(String file, byte[] content) {
        var host = new HostClass(library.format().parse(content), library);
        if (!host.isChanged()) {
            return;
        }
        var written = new LinkedHashMap<String, byte[]>();
        written.put(file, host.bytes());
        for (LambdaClass lambda : host.lambdas()) {
            written.put(ClassNames.file(lambda.name()), lambda.bytes(library.format()));
            nests.computeIfAbsent(ClassNames.file(host.nestHost()), _ -> new ArrayList<>())
                    .add(lambda.name());
        }
        files.put(file, written);
    }

    private void addMembers(String file, byte[] content, List<ClassDesc> added) {
        var written = files.computeIfAbsent(file, _ -> new LinkedHashMap<>(Map.of(file, content)));
        ClassModel model = library.format().parse(written.get(file));
        var members = Stream.concat(members(model), added.stream()).toList();
        var changed = ClassTransform.dropping(NestMembersAttribute.class::isInstance)
                .andThen(ClassTransform.endHandler(type -> type.with(NestMembersAttribute.ofSymbols(members))));
        written.put(file, library.format().transformClass(model, changed));
    }

    private static Stream<ClassDesc> members(ClassModel model) {
        return model.findAttribute(Attributes.nestMembers()).stream()
                .flatMap(attribute -> attribute.nestMembers().stream())
                .map(ClassEntry::asSymbol);
    }

    private void check(byte[] content) {
        ClassModel model = library.format().parse(content);
        var errors = library.format().verify(model);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(model.thisClass().asInternalName() + ": " + errors);
        }
    }
}
