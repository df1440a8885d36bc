package dev.waybill.bench;

import dev.waybill.bench.MadeRepository.Document;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where a made-up repository lies, and how it comes to be there without anybody's client.
sealed interface ArtifactPlace {
    Target target();

    /// Writes a whole repository.
    void seed(MadeRepository repository) throws IOException;

    /// Publishes one more version, its index last.
    void publish(List<Document> documents) throws IOException;

    /// Takes back what was published of an artifact beyond the versions that it was made with.
    void retract(MadeArtifact artifact, int newest) throws IOException;

    /// The same place, reached so that requests are counted, where what clients come through cannot tell.
    Optional<ArtifactPlace> counting();

    /// How many requests came so far, where that can be counted.
    Optional<Long> requests();

    /// How many bytes came from the store so far, where that can be counted.
    Optional<Long> bytesDown();

    /// In a folder, where every version also has the files of its manifest, of no bytes.
    ///
    /// @param target how clients reach it
    /// @param path the folder
    /// @param way what clients come through
    /// @param log where the server of the target notes each request
    /// @param counted the same folder, with such a log
    record Folder(Target target, Path path, Optional<FaultProxy> way, Optional<Path> log, Optional<Folder> counted)
            implements ArtifactPlace {
        private static final Pattern REQUEST = Pattern.compile("request \\d+: (?!sent )");

        /// ext4 lets a file have 65,000 names.
        private static final int NAMES_OF_A_FILE = 60_000;

        @Override
        public void seed(MadeRepository repository) throws IOException {
            for (Iterator<Document> all = repository.stream().iterator(); all.hasNext(); ) {
                write(all.next());
            }
            write(MadeRepository.generation(0));
            var content = new Content(Files.createDirectories(path.resolve("artifacts/.dedup/00")));
            for (Iterator<MadeArtifact> all = repository.all().iterator(); all.hasNext(); ) {
                var artifact = all.next();
                for (int version = 1; version <= MadeRepository.VERSIONS; version++) {
                    content.linkAll(path.resolve(artifact.folder(version) + "files"), artifact.files());
                }
            }
        }

        /// A file under many names.
        private static final class Content {
            private final Path folder;
            private int names = NAMES_OF_A_FILE;
            private int files;
            private Path file;

            Content(Path folder) {
                this.folder = folder;
                file = folder;
            }

            void linkAll(Path root, List<String> paths) throws IOException {
                Files.createDirectories(root.resolve(paths.getFirst()).getParent());
                for (String path : paths) {
                    if (++names > NAMES_OF_A_FILE) {
                        names = 1;
                        file = Files.createFile(folder.resolve("%064x".formatted(files++)));
                    }
                    Files.createLink(root.resolve(path), file);
                }
            }
        }

        private void write(Document document) throws IOException {
            var file = path.resolve(document.key());
            Files.createDirectories(file.getParent());
            Files.write(file, document.bytes());
        }

        @Override
        public void publish(List<Document> documents) throws IOException {
            for (var document : documents.subList(0, documents.size() - 1)) {
                write(document);
            }
            var index = documents.getLast();
            var written = Files.write(path.resolve(index.key() + ".tmp"), index.bytes());
            Files.move(written, path.resolve(index.key()), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void retract(MadeArtifact artifact, int newest) throws IOException {
            for (int version = MadeRepository.VERSIONS + 1; version <= newest; version++) {
                Trees.delete(path.resolve(artifact.folder(version)));
            }
            write(new Document(artifact.folder() + "versions.json", artifact.index(MadeRepository.VERSIONS)));
            write(MadeRepository.generation(0));
        }

        @Override
        public Optional<ArtifactPlace> counting() {
            return counted.map(ArtifactPlace.class::cast);
        }

        @Override
        public Optional<Long> requests() {
            return log.map(Folder::requestsIn);
        }

        /// What opens a folder or file, lists, looks, reads and closes is noted in one line each.
        private static long requestsIn(Path log) {
            try (Stream<String> lines = Files.lines(log)) {
                return lines.filter(line -> REQUEST.matcher(line).find()).count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<Long> bytesDown() {
            return way.map(each -> each.statistics().bytesDown());
        }
    }

    /// In a bucket, with no contents: those would lie in the pool, which is not listed.
    ///
    /// @param target how clients reach it
    /// @param server what answers
    /// @param way what clients come through
    record Bucket(Target.Bucket target, S3WireServer server, FaultProxy way) implements ArtifactPlace {
        @Override
        public void seed(MadeRepository repository) {
            repository.stream().forEach(this::put);
            put(MadeRepository.generation(0));
        }

        @Override
        public void publish(List<Document> documents) {
            documents.forEach(this::put);
        }

        @Override
        public void retract(MadeArtifact artifact, int newest) {
            // Nobody else uses it.
        }

        @Override
        public Optional<ArtifactPlace> counting() {
            return Optional.empty();
        }

        private void put(Document document) {
            server.put(target.bucket(), target.prefix() + "/" + document.key(), document.bytes());
        }

        @Override
        public Optional<Long> requests() {
            return Optional.of((long) server.requests().size());
        }

        @Override
        public Optional<Long> bytesDown() {
            return Optional.of(way.statistics().bytesDown());
        }
    }
}
