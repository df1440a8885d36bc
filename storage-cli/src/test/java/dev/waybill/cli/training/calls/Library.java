package dev.waybill.cli.training.calls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The classes of jars or folders and of this Java, which are looked at and not loaded.
final class Library implements AutoCloseable {
    private final URLClassLoader classes;
    private final ClassFile format;

    private Library(URLClassLoader classes) {
        this.classes = classes;
        this.format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(classes).cached()));
    }

    /// One to close.
    static Library of(List<Path> places) {
        URL[] urls = places.stream().map(Library::url).toArray(URL[]::new);
        return new Library(new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()));
    }

    private static URL url(Path place) {
        try {
            return place.toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads and writes classes, and knows which class extends which.
    ClassFile format() {
        return format;
    }

    /// Whether any class of a package may call what a method handle names. Of what cannot be found it may not.
    ///
    /// @param handle what another class can call at all
    boolean mayCall(String packageName, DirectMethodHandleDesc handle) {
        ClassDesc owner = handle.owner();
        return owner.isArray()
                || declaration(owner, handle)
                        .filter(declared -> !declared.isProtected()
                                || declared.owner().packageName().equals(packageName))
                        .isPresent();
    }

    /// Whether a class declares a private method of this name.
    boolean isPrivate(DirectMethodHandleDesc handle) {
        return find(handle.owner()).stream()
                .flatMap(model -> declared(model, handle))
                .anyMatch(flags -> flags.contains(AccessFlag.PRIVATE));
    }

    private record Declaration(ClassDesc owner, boolean isProtected) {}

    private Optional<Declaration> declaration(ClassDesc type, DirectMethodHandleDesc handle) {
        var model = find(type);
        if (model.isEmpty()) {
            return Optional.empty();
        }
        return declared(model.get(), handle)
                .map(flags -> new Declaration(type, flags.contains(AccessFlag.PROTECTED)))
                .findFirst()
                .or(() -> supertypes(model.get())
                        .flatMap(above -> declaration(above, handle).stream())
                        .findFirst());
    }

    private static Stream<List<AccessFlag>> declared(ClassModel model, DirectMethodHandleDesc handle) {
        String name = handle.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR
                ? ConstantDescs.INIT_NAME
                : handle.methodName();
        return model.methods().stream()
                .filter(method -> method.methodName().equalsString(name)
                        && method.methodType().equalsString(handle.lookupDescriptor()))
                .map(method -> List.copyOf(method.flags().flags()));
    }

    private static Stream<ClassDesc> supertypes(ClassModel model) {
        return Stream.concat(model.superclass().stream(), model.interfaces().stream())
                .map(ClassEntry::asSymbol);
    }

    private Optional<ClassModel> find(ClassDesc type) {
        try (var stream = classes.getResourceAsStream(ClassNames.file(type))) {
            return stream == null ? Optional.empty() : Optional.of(format.parse(stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}
