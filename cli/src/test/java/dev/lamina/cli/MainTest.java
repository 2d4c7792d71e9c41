package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @Test
  void withoutACommandItShowsHowToUseIt() {
    Program program = Program.run();
    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(program.out()).isEmpty();
    assertThat(program.err())
        .startsWith("error: no command given\nUsage: lamina")
        .contains("  train ", "  summary ", "  explain ", "Exit codes: 0 done, 1 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"train", "evaluate", "predict", "check", "summary", "explain", "diff", "doctor"})
  void everyCommandHelps(String command) {
    Program program = Program.run(command, "--help");
    assertThat(program.exitCode()).isZero();
    assertThat(program.err()).isEmpty();
    assertThat(program.out())
        .startsWith("Usage: lamina " + command)
        .contains("Example")
        .contains("lamina " + command)
        .contains("--stacktrace")
        .doesNotContain("DEFAULT-VALUE");
    assertThat(Program.run("help", command)).isEqualTo(program);
  }

  @Test
  void trainTellsItsDefaults() {
    assertThat(Program.run("train", "--help").out().replaceAll("\\s+", " "))
        .contains("Default: fashion-mnist")
        .contains("Default: 128")
        .contains("Default: 0.004")
        .contains("Default: 42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "train --version", "summary -V", "explain -V"})
  void tellsItsVersion(String line) {
    Program program = Program.run(line.split(" "));
    assertThat(program.exitCode()).isZero();
    assertThat(program.out())
        .matches(
            "(?s)lamina \\d+\\.\\d+\\.\\d+\\S*\nJava " + System.getProperty("java.version") + ".*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nonsense                     | Unmatched argument at index 0: 'nonsense'
          trian                        | Did you mean: lamina train?
          train --epoch 5              | Possible solutions: --epochs
          train leftover               | Unmatched argument at index 1: 'leftover'
          train --epochs               | Missing required parameter for option '--epochs' (N)
          train --epochs -1            | --epochs: expected a whole number of at least 1, received "-1"
          train --epochs 1.5           | --epochs: expected a whole number of at least 1, received "1.5"
          train --batch-size 0         | --batch-size: expected a whole number of at least 1, received "0"
          train --batch-size 99999999999 | --batch-size: expected a whole number of at least 1 and at most 2147483647, received "99999999999"
          train --threads 0            | --threads: expected a whole number of at least 1, received "0"
          train --seed x               | --seed: expected a whole number from -2^63 to 2^63 - 1, received "x"
          train --learning-rate 0      | --learning-rate: expected a number above 0, such as 0.001 or 1e-3, received "0"
          train --learning-rate NaN    | --learning-rate: expected a number above 0, such as 0.001 or 1e-3, received "NaN"
          train --learning-rate fast   | --learning-rate: expected a number above 0, such as 0.001 or 1e-3, received "fast"
          train --schedule linear      | --schedule: schedule "linear" is unknown; choose cosine or constant
          train --engine cuda          | --engine: "cuda" is unknown; choose
          train --image-size 64        | --image-size: expected HEIGHT,WIDTH, such as 64,64, received "64"
          train --image-size 64,64,3   | --image-size: expected HEIGHT,WIDTH, such as 64,64, received "64,64,3"
          train --report /dev/null/r.json | --report: /dev/null is not a directory; name another
          train --report /             | --report: / is a directory; name a file in it
          train --out model.h5         | --out: the name must end with .keras, received "model.h5"
          train --out /dev/null/a/m.keras | --out: /dev/null is not a directory; name another
          train --resume /dev/null/a   | --resume: /dev/null is not a directory; name another
          train --recompile            | --recompile: without --model there is no file whose settings to leave aside
          train --resume /dev/null     | --resume: /dev/null is a file; name a directory
          evaluate                     | Missing required parameter: 'FILE'
          evaluate m.keras --engine x  | --engine: "x" is unknown; choose
          predict m.keras              | give either IMAGE files or --npy X.npy
          predict m.keras a.png --npy x.npy | give either IMAGE files or --npy X.npy
          predict m.keras a.png --out y.npy --json | give either --out or --json: one writes a file, one prints
          predict m.keras a.png --out y.txt | --out: the name must end with .npy, received "y.txt"
          predict m.keras a.png --top 0 | --top: expected a whole number of at least 1, received "0"
          summary m.keras --input 9,9,1 | give FILE or --input, not both
          diff m.keras                 | Missing required parameter: 'B'
          summary --input 28,28        | --input: expected HEIGHT,WIDTH,CHANNELS, such as 28,28,1, received "28,28"
          summary --input 28,28,       | --input: expected HEIGHT,WIDTH,CHANNELS, such as 28,28,1, received "28,28,"
          explain --input 28x28x1      | --input: expected HEIGHT,WIDTH,CHANNELS, such as 28,28,1, received "28x28x1"
          explain --input 0,28,1       | --input: expected HEIGHT,WIDTH,CHANNELS, such as 28,28,1, received "0,28,1"
          explain --input 3,28,1       | images must have at least 4x4 pixels; received 3x28x1; use larger images
          explain --input 4000,4000,3  | use smaller images
          explain --input 99999,99999,9 | more than 2^31 - 1 elements; use a smaller batch or image
          """)
  void badArgumentsAreExplained(String line, String message) {
    Program program = Program.run(line.split(" "));
    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(program.out()).isEmpty();
    assertThat(program.err())
        .startsWith("error: ")
        .contains(message)
        .containsPattern("Try 'lamina.* --help' for help\\.\n$")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void summaryAddsUp() {
    Program program = Program.run("summary");
    assertThat(program.exitCode()).isZero();
    assertThat(program.err()).isEmpty();
    assertThat(program.out())
        .contains("Model: \"reference_cnn\"")
        .contains("Total parameters: 422,538 ")
        .contains("Trainable: 422,090 ")
        .contains("Not trainable: 448 ")
        .containsPattern("conv2d_1 \\(Conv2D\\) +\\(None, 14, 14, 64\\) +18,496\n")
        .containsPattern("dense_1 \\(Dense\\) +\\(None, 10\\) +1,290\n");
  }

  @Test
  void summaryFollowsTheInput() {
    // 32x32x3 is pooled to 8x8x64 = 4096 numbers: 896 + 18,496 + 4096*128 + 128 + 1,290 and
    // normalization's 4*(32 + 64 + 128).
    assertThat(Program.run("summary", "--input", "32,32,3").out())
        .contains("(None, 4096)", "Total parameters: 545,994 ");
  }

  @Test
  void explainWorksOutEachLayer() {
    Program program = Program.run("explain");
    assertThat(program.exitCode()).isZero();
    assertThat(program.out())
        .contains("(28 - 3 + 2*1)/1 + 1 = 28 (height and width)")
        .contains("kernel 3*3*32*64 + bias 64 = 18,496")
        .contains("14*14*64 * 3*3*32 = 3,612,672")
        .contains("receptive field  10x10 of the input")
        .contains("7*7*64 = 3136")
        .contains("parameters       422,538, 1.6 MiB, 422,090 of them trained")
        .contains("multiply-adds    4,250,688");
  }

  @Test
  void explainShowsUnevenSizes() {
    assertThat(Program.run("explain", "--input", "9,14,2").out())
        .contains("floor((9 - 2 + 2*0)/2) + 1 = 4 (height)")
        .contains("(14 - 2 + 2*0)/2 + 1 = 7 (width)");
  }
}
