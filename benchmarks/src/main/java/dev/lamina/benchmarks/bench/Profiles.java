package dev.lamina.benchmarks.bench;

import dev.lamina.benchmarks.lamina.LaminaContestant;
import dev.lamina.benchmarks.lamina.Network;
import dev.lamina.benchmarks.protocol.ImageData;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.models.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/** Where the time of Lamina's own steps goes, in this process. */
final class Profiles {
  private static final int RUNS = 40;

  private final int batchSize;
  private final Limits limits;
  private final PrintStream out;

  Profiles(int batchSize, Limits limits, PrintStream out) {
    this.batchSize = batchSize;
    this.limits = limits;
    this.out = out;
  }

  /** Prints those of one network, in each type that the machine can compute with. */
  void print(String network) throws IOException {
    for (DTypePolicy policy : DTypePolicy.values()) {
      Optional<String> whyNot = LaminaContestant.whyNot(policy);
      if (whyNot.isPresent()) {
        out.printf("%n%s, %s: not measured: %s%n", network, policy, whyNot.get());
      } else {
        print(network, policy);
      }
    }
  }

  private void print(String network, DTypePolicy policy) throws IOException {
    ImageData data = new ImageData(network);
    try (Model model = Network.named(network).orElseThrow().compiled(policy)) {
      out.printf("%n%s, %s, training step, batch %d%n", network, policy, batchSize);
      out.print(
          ProfileTable.of(
              model.profileTraining(LaminaContestant.repeated(data, batchSize), batchSize, RUNS),
              limits));
      out.printf("%n%s, %s, inference, batch %d%n", network, policy, batchSize);
      out.print(ProfileTable.of(model.profilePrediction(data.images(batchSize), RUNS), limits));
    }
  }
}
