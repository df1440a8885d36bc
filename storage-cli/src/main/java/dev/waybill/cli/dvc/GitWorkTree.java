package dev.waybill.cli.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/// A folder that Git looks after: whether it keeps a file, and whether it would.
///
/// A user's own global rules are not read, so that a file they ignore may seem not to be ignored; never the other way.
///
/// @param root its uppermost folder
/// @param gitFolder where Git keeps what it knows
record GitWorkTree(Path root, Path gitFolder) {
    /// The one that `folder` lies in, if there is one.
    static Optional<GitWorkTree> of(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            Path git = at.resolve(".git");
            if (Files.isDirectory(git)) {
                return Optional.of(new GitWorkTree(at, git));
            }
            if (Files.isRegularFile(git)) {
                return Optional.of(new GitWorkTree(at, linked(git)));
            }
        }
        return Optional.empty();
    }

    /// What a `.git` of a worktree or submodule points to.
    private static Path linked(Path file) {
        try {
            return file.resolveSibling(Files.readString(file).strip().replaceFirst("^gitdir:\\s*", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `file` as Git names it.
    String relative(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /// Whether Git keeps `file` already.
    boolean tracks(Path file) {
        Path index = gitFolder.resolve("index");
        try {
            return Files.exists(index)
                    && DirCache.read(index.toFile(), FS.DETECTED).getEntry(relative(file)) != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether Git's rules leave `file` out, itself or a folder that it lies in.
    boolean ignores(Path file) {
        for (Path at = file; at != null && !at.equals(root); at = at.getParent()) {
            if (leavesOut(at, !at.equals(file))) {
                return true;
            }
        }
        return false;
    }

    private boolean leavesOut(Path path, boolean isFolder) {
        for (Path rules : rulesFor(path)) {
            Path base = rules.startsWith(gitFolder) ? root : rules.resolveSibling("");
            String name = root.resolve(base).relativize(path).toString().replace('\\', '/');
            Boolean verdict = verdict(rules, name, isFolder);
            if (verdict != null) {
                return verdict;
            }
        }
        return false;
    }

    /// The files of rules, those that go before others first.
    private List<Path> rulesFor(Path path) {
        var files = new ArrayList<Path>();
        for (Path at = path.getParent(); at != null && at.startsWith(root); at = at.getParent()) {
            files.add(at.resolve(".gitignore"));
        }
        files.add(gitFolder.resolve("info").resolve("exclude"));
        return files.stream().filter(Files::isRegularFile).toList();
    }

    private static @Nullable Boolean verdict(Path rules, String name, boolean isFolder) {
        try (InputStream text = Files.newInputStream(rules)) {
            var node = new IgnoreNode();
            node.parse(text);
            return node.checkIgnored(name, isFolder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
