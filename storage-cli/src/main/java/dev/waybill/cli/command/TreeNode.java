package dev.waybill.cli.command;

import dev.waybill.port.ObjectMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A folder of a tree, or an object in it. One thread.
final class TreeNode {
    private final Map<String, TreeNode> children = new LinkedHashMap<>();
    private Optional<ObjectMetadata> object = Optional.empty();

    /// Adds an object below, and the folders on the way to it down to `levels`.
    void add(String path, ObjectMetadata added, int levels) {
        TreeNode node = this;
        int start = 0;
        for (int level = 0; level < levels; level++) {
            int slash = path.indexOf('/', start);
            // An object and a folder may have the same name in stores that know no folders.
            String name = slash < 0 ? path.substring(start) : path.substring(start, slash + 1);
            node = node.children.computeIfAbsent(name, n -> new TreeNode());
            if (slash < 0) {
                node.object = Optional.of(added);
                return;
            }
            start = slash + 1;
        }
    }

    Set<Map.Entry<String, TreeNode>> children() {
        return children.entrySet();
    }

    Optional<ObjectMetadata> object() {
        return object;
    }
}
