package dev.lamina.benchmarks.bench;

import java.util.List;

/**
 * All contestants with one network.
 *
 * @param trainingFlops floating point operations of a training step that cannot be done without
 * @param inferenceFlops those of predicting a batch
 */
public record NetworkResults(
    String network,
    int batchSize,
    double trainingFlops,
    double inferenceFlops,
    List<Result> results) {}
