package dev.waybill.domain.remote;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.StorageException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Checksums of objects, computed where they lie. Any thread may ask; who asks while a program runs shares the next.
///
/// What cannot be had this way is no failure: the answer is empty, and the caller reads the object.
public final class RemoteChecksums {
    /// In which the machines that hold stores hash fast, the strongest first.
    public static final List<ChecksumAlgorithm> ALGORITHMS =
            List.of(ChecksumAlgorithm.SHA256, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.MD5, ChecksumAlgorithm.CRC32);

    private static final int MOST_AT_ONCE = 256;

    private final RemoteExecutor executor;
    private final Consumer<String> warnings;
    private final JsonFactory json = new JsonFactory();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Question> waiting = new ArrayList<>();
    private boolean running;
    private boolean givenUp;

    /// @param executor runs the programs; closed by who opened it
    /// @param warnings told once if the store's machine does not do it
    public RemoteChecksums(RemoteExecutor executor, Consumer<String> warnings) {
        this.executor = executor;
        this.warnings = warnings;
    }

    /// What is asked of one object. Guarded by the lock.
    private static final class Question {
        final ObjectMetadata listed;
        final ChecksumAlgorithm algorithm;
        Optional<Checksum> answer = Optional.empty();
        boolean answered;

        Question(ObjectMetadata listed, ChecksumAlgorithm algorithm) {
            this.listed = listed;
            this.algorithm = algorithm;
        }
    }

    /// The checksum of the version that was listed, if it is still there and the store's machine computes it.
    ///
    /// @throws StorageException.Cancelled if the thread is interrupted
    public Optional<Checksum> of(ObjectMetadata listed, ChecksumAlgorithm algorithm) {
        if (!ALGORITHMS.contains(algorithm)) {
            return Optional.empty();
        }
        var question = new Question(listed, algorithm);
        try {
            lock.lockInterruptibly();
            try {
                waiting.add(question);
                while (!question.answered && !givenUp) {
                    if (running) {
                        changed.await();
                    } else {
                        runNext();
                    }
                }
                waiting.remove(question);
                return question.answer;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException.Cancelled(executor.store(), Optional.of(listed.key()), e);
        }
    }

    /// Asks what waits, outside of the lock, and tells the others.
    private void runNext() {
        running = true;
        var algorithm = waiting.getFirst().algorithm;
        var asked = waiting.stream()
                .filter(question -> question.algorithm == algorithm)
                .limit(MOST_AT_ONCE)
                .toList();
        List<Optional<Checksum>> answers = List.of();
        try {
            lock.unlock();
            try {
                answers = ask(asked, algorithm);
            } finally {
                lock.lock();
            }
        } catch (StorageException.NotSupported | StorageException.StoreFailure e) {
            giveUp(e);
        } catch (StorageException.Cancelled e) {
            // Of the one who asked for all; the others ask again.
            asked = List.of();
            throw e;
        } finally {
            running = false;
            waiting.removeAll(asked);
            for (int i = 0; i < asked.size(); i++) {
                asked.get(i).answered = true;
                asked.get(i).answer = i < answers.size() ? answers.get(i) : Optional.empty();
            }
            changed.signalAll();
        }
    }

    private void giveUp(StorageException e) {
        if (!givenUp) {
            givenUp = true;
            warnings.accept("contents are read from " + executor.store()
                    + " to be compared, since they cannot be hashed there: " + e.getMessage());
        }
    }

    private List<Optional<Checksum>> ask(List<Question> asked, ChecksumAlgorithm algorithm) {
        long bytes =
                asked.stream().mapToLong(question -> question.listed.size()).sum();
        String output = executor.run(Programs.checksums(asked.size(), bytes), arguments(asked, algorithm));
        var lines = output.lines().toList();
        if (lines.size() != asked.size()) {
            throw new StorageException.StoreFailure(
                    executor.store(),
                    Optional.empty(),
                    "hashing " + asked.size() + " files gave " + lines.size() + " answers",
                    null);
        }
        var answers = new ArrayList<Optional<Checksum>>();
        for (int i = 0; i < lines.size(); i++) {
            answers.add(answer(asked.get(i).listed, lines.get(i), algorithm));
        }
        return answers;
    }

    private String arguments(List<Question> asked, ChecksumAlgorithm algorithm) {
        var text = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.writeStartObject();
            generator.writeStringProperty("algorithm", algorithm.name());
            generator.writeArrayPropertyStart("keys");
            asked.forEach(
                    question -> generator.writeString(question.listed.key().value()));
            generator.writeEndArray();
            generator.writeEndObject();
        }
        return text.toString();
    }

    /// A checksum of what is no longer the version listed is none.
    private Optional<Checksum> answer(ObjectMetadata listed, String line, ChecksumAlgorithm algorithm) {
        if (line.equals("-")) {
            return Optional.empty();
        }
        String[] words = line.split(" ", -1);
        try {
            boolean same = Long.parseLong(words[0]) == listed.size()
                    && Long.parseLong(words[1]) == listed.modified().getEpochSecond();
            return same ? Optional.of(new Checksum(algorithm, words[2])) : Optional.empty();
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new StorageException.StoreFailure(
                    executor.store(), Optional.of(listed.key()), "hashing files gave an answer of no sense", e);
        }
    }
}
