package dev.legato.bench.runner;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command line asks for.
 *
 * @param servers by name, the first is the one compared with the others
 * @param target a server that runs already, in place of the first; null: none
 * @param targetPid its process, for CPU and memory; 0: unknown
 * @param out the report's folder; must not exist or be empty
 * @param files where the audio files go; null: the bench chooses
 * @param processes generator processes; 0: as many as the scenario needs
 * @param generatorFlags of the generators' JVMs, beyond those they need
 * @param tls whether servers and generator speak TLS 1.3
 * @param paced whether Legato paces its answers
 * @param acceptNoise whether noisy rounds count, with a remark
 * @param strace whether to count system calls, where strace is installed
 * @param namespace whether to make a network namespace
 * @param openLoads of what each server can deliver, in percent: what it is asked by independent clients as well
 * @param remarks what a reader should know beforehand
 * @param command the whole command line, for the report
 */
public record RunOptions(
        List<String> servers,
        @Nullable String target,
        long targetPid,
        Path out,
        @Nullable Path files,
        int processes,
        List<String> generatorFlags,
        boolean tls,
        boolean paced,
        boolean acceptNoise,
        boolean strace,
        boolean namespace,
        List<Integer> openLoads,
        List<String> remarks,
        List<String> command) {}
