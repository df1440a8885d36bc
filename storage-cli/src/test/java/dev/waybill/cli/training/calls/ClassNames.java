package dev.waybill.cli.training.calls;

import java.lang.constant.ClassDesc;

/// How class files are named.
final class ClassNames {
    private static final String ENDING = ".class";

    private ClassNames() {}

    /// The name of a class in class files, `java/util/Map$Entry`.
    static String internal(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1);
    }

    /// The file of a class in a jar.
    static String file(ClassDesc type) {
        return internal(type) + ENDING;
    }

    /// Whether a jar's file is a class that every Java sees.
    static boolean isClass(String file) {
        return file.endsWith(ENDING) && !file.startsWith("META-INF/") && !file.endsWith("module-info.class");
    }
}
