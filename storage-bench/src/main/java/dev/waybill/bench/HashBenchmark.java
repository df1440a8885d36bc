package dev.waybill.bench;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to hash bytes that are in memory: MiB a second and core, for each algorithm.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class HashBenchmark {
    private static final int MEBIBYTE = 1 << 20;

    /// The algorithm.
    @Param({"CRC64NVME", "CRC32C", "CRC32", "MD5", "SHA1", "SHA256"})
    public String algorithm = "";

    private final byte[] bytes = new byte[MEBIBYTE];

    /// Fills the bytes.
    @Setup
    public void fill() {
        new Random(1).nextBytes(bytes);
    }

    /// Hashes one MiB.
    @Benchmark
    public Checksum hashOneMebibyte() {
        return ContentHasher.hash(ChecksumAlgorithm.valueOf(algorithm), bytes);
    }
}
