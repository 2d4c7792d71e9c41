package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir static Path shared;
  @TempDir Path directory;

  @BeforeAll
  static void writeData() throws IOException {
    DataFiles.idx(shared);
  }

  private static Program train(String... more) {
    return trainInBatches("16", more);
  }

  private static Program trainInBatches(String size, String... more) {
    List<String> args =
        Stream.concat(
                Stream.of("train", "--data", shared.toString(), "--batch-size", size),
                Stream.of(more))
            .toList();
    return Program.run(args.toArray(String[]::new));
  }

  @Test
  void endsWithTheResult() {
    Program program = train("--epochs", "2");
    assertThat(program.err()).doesNotContain("error");
    assertThat(program.exitCode()).isZero();
    assertThat(program.out().lines())
        .hasSize(6)
        .startsWith(
            "data    40 training and 20 test samples of 8x8x1, 2 classes, from "
                + shared
                + " (uint8 divided by 255)",
            "classes 0 (20), 1 (20)");
    assertThat(program.out())
        .contains("\nmodel   reference_cnn, ")
        .containsPattern("\nengine  (onednn|reference): \\S")
        .contains(
            "\ntrain   2 epochs of 3 steps, batch size 16, learning rate 0.004 (cosine), seed 42\n")
        .containsPattern("\ntest accuracy [01]\\.\\d{4}  loss \\d+\\.\\d{4}\n$");
    assertThat(program.err().lines())
        .hasSize(2)
        .allMatch(
            line ->
                line.matches(
                    "Epoch [12]/2  .* s  .* img/s  loss .*  accuracy .*  val_loss .*  val_accuracy .*"));
  }

  @Test
  void learns() {
    Program program = train("--epochs", "60", "--learning-rate", "0.01");
    assertThat(program.out()).contains("test accuracy 1.0000");
  }

  @Test
  void repeatsItselfForOneSeed() {
    assertThat(train("--epochs", "2", "--seed", "7").out())
        .isEqualTo(train("--epochs", "2", "--seed", "7").out())
        .isNotEqualTo(train("--epochs", "2", "--seed", "8").out().replace("seed 8", "seed 7"));
  }

  @Test
  void enginesAgree() {
    // Without dropout they would to the last digits; with it, the choices are the same ones.
    assertThat(result(train("--epochs", "1", "--engine", "reference")))
        .isCloseTo(result(train("--epochs", "1")), within(1e-3));
  }

  private static double result(Program program) {
    return Double.parseDouble(program.out().substring(program.out().lastIndexOf(' ') + 1));
  }

  @Test
  void saysWhenItDoesNotShuffle() {
    assertThat(train("--epochs", "1", "--no-shuffle").out()).contains("seed 42, not shuffled\n");
  }

  @Test
  void aBatchIsNeverLargerThanTheData() {
    assertThat(trainInBatches("2000000000", "--epochs", "1").out())
        .contains("1 epochs of 1 steps, batch size 40,");
  }

  @Test
  void writesAReport() throws IOException {
    Path file = directory.resolve("report.json");
    Files.writeString(file, "an older report");
    Program program = train("--epochs", "3", "--seed", "5", "--report", file.toString());
    assertThat(program.exitCode()).isZero();
    assertThat(program.out()).contains("\nreport  " + file + "\ntest accuracy ");

    JsonNode report = new ObjectMapper().readTree(Files.readString(file));
    assertThat(Instant.parse(report.at("/finished").asText())).isBefore(Instant.now());
    assertThat(report.at("/settings").toString())
        .contains("\"epochs\":3", "\"batch_size\":16", "\"learning_rate\":0.004", "\"seed\":5")
        .contains("\"shuffle\":true", "\"threads\":null", "\"schedule\":\"cosine\"");
    assertThat(report.at("/data/source").asText()).isEqualTo(shared + " (uint8 divided by 255)");
    assertThat(report.at("/data/training_samples").asInt()).isEqualTo(40);
    assertThat(report.at("/data/test_samples").asInt()).isEqualTo(20);
    assertThat(report.at("/data/input_shape").toString()).isEqualTo("[8,8,1]");
    assertThat(report.at("/data/classes").asInt()).isEqualTo(2);
    assertThat(report.at("/model/parameters").asInt()).isEqualTo(52_866);

    JsonNode history = report.at("/history");
    assertThat(history).hasSize(3);
    for (int i = 0; i < 3; i++) {
      JsonNode epoch = history.get(i);
      assertThat(epoch.at("/epoch").asInt()).isEqualTo(i + 1);
      assertThat(epoch.at("/samples").asInt()).isEqualTo(40);
      assertThat(epoch.at("/seconds").asDouble()).isPositive();
      assertThat(epoch.at("/loss").asDouble()).isPositive();
      assertThat(epoch.at("/accuracy").asDouble()).isBetween(0.0, 1.0);
      assertThat(epoch.at("/val_loss").asDouble()).isPositive();
      assertThat(epoch.at("/val_accuracy").asDouble()).isBetween(0.0, 1.0);
    }
    assertThat(report.at("/test/loss").asDouble())
        .isCloseTo(history.get(2).at("/val_loss").asDouble(), within(1e-6));
    assertThat(program.out())
        .endsWith(
            "test accuracy %.4f  loss %.4f\n"
                .formatted(
                    report.at("/test/accuracy").asDouble(), report.at("/test/loss").asDouble()));

    double training = report.at("/seconds/training").asDouble();
    assertThat(training)
        .isGreaterThanOrEqualTo(
            history.findValues("seconds").stream().mapToDouble(JsonNode::asDouble).sum());
    assertThat(report.at("/seconds/evaluation").asDouble()).isPositive();
    assertThat(report.at("/seconds/program_start_to_first_step").asDouble()).isPositive();
    assertThat(report.at("/machine/cpu").asText()).isNotEmpty();
    assertThat(report.at("/machine/cores").asInt()).isPositive();
    assertThat(report.at("/machine/memory_bytes").asLong()).isGreaterThan(1L << 26);
    assertThat(report.at("/machine/operating_system").asText()).isNotEmpty();
    assertThat(report.at("/machine/engine").asText()).isNotEmpty();
    assertThat(report.at("/versions/lamina").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(report.at("/versions/java").asText()).startsWith(System.getProperty("java.version"));
  }
}
