package dev.lamina.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.benchmarks.protocol.BatchContestant;
import dev.lamina.benchmarks.protocol.BatchContestant.StepResult;
import dev.lamina.benchmarks.protocol.ContestantOptions;
import dev.lamina.benchmarks.protocol.ImageData;
import dev.lamina.benchmarks.protocol.ParameterCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every peer must do, so that its figures mean something. */
public abstract class PeerContract {
  private static final int BATCH_SIZE = 16;
  private static final int STEPS = 50;

  /** The peer that is tested. */
  protected abstract BatchContestant make(ContestantOptions options, ImageData data)
      throws Exception;

  private BatchContestant make(String network, ImageData data) throws Exception {
    return make(new ContestantOptions(network, BATCH_SIZE, 2), data);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference-cnn", "vgg-style", "resnet-20"})
  void learnsABatchByHeart(String network) throws Exception {
    ImageData data = new ImageData(network);
    BatchContestant peer = make(network, data);
    int[] samples = data.draw(BATCH_SIZE);
    StepResult first = peer.step(samples);
    StepResult last = first;
    for (int i = 0; i < STEPS; i++) {
      last = peer.step(samples);
    }
    assertThat(first.loss()).as("loss of 10 classes by chance").isBetween(1.0, 8.0);
    assertThat(last.loss()).isLessThan(first.loss() / 2);
    assertThat(last.accuracy()).isGreaterThan(0.7).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference-cnn", "vgg-style", "resnet-20"})
  void infersProbabilitiesOfEachImage(String network) throws Exception {
    ImageData data = new ImageData(network);
    BatchContestant peer = make(network, data);
    peer.step(data.draw(BATCH_SIZE));
    float[] probabilities = peer.infer(data.images(3), 3);
    assertThat(probabilities).hasSize(3 * ImageData.CLASSES);
    for (int image = 0; image < 3; image++) {
      double sum = 0;
      for (int i = 0; i < ImageData.CLASSES; i++) {
        float probability = probabilities[image * ImageData.CLASSES + i];
        assertThat(probability).isBetween(0f, 1f);
        sum += probability;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
    float[] second = new float[data.imageSize()];
    System.arraycopy(data.images(), data.imageSize(), second, 0, second.length);
    float[] alone = peer.infer(second, 1);
    for (int i = 0; i < ImageData.CLASSES; i++) {
      assertThat(alone[i]).isCloseTo(probabilities[ImageData.CLASSES + i], within(1e-4f));
    }
  }

  /** Moving statistics of momentum .99 are within .1 of the batch's by then. */
  @Test
  void infersWhatItLearnt() throws Exception {
    ImageData data = new ImageData("reference-cnn");
    BatchContestant peer = make("reference-cnn", data);
    int[] samples = data.draw(BATCH_SIZE);
    for (int i = 0; i < 250; i++) {
      peer.step(samples);
    }
    float[] images = new float[BATCH_SIZE * data.imageSize()];
    data.gather(samples, images);
    float[] probabilities = peer.infer(images, BATCH_SIZE);
    for (int i = 0; i < BATCH_SIZE; i++) {
      assertThat(probabilities[i * ImageData.CLASSES + data.labels()[samples[i]]])
          .isGreaterThan(0.8f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference-cnn", "vgg-style", "resnet-20"})
  void hasAsManyParametersAsTheOthers(String network) throws Exception {
    ParameterCounts.check(network, make(network, new ImageData(network)).parameters());
  }

  @Test
  void refusesOtherNetworks() {
    assertThatThrownBy(() -> make("lenet", new ImageData("lenet")))
        .hasMessage("unknown network lenet, expected one of [reference-cnn, resnet-20, vgg-style]");
  }
}
