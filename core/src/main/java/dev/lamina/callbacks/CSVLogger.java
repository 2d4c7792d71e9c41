package dev.lamina.callbacks;

import dev.lamina.CheckReturnValue;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.models.Callback;
import dev.lamina.models.History;
import dev.lamina.models.Training;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes the figures of each epoch to a file of comma-separated values, as Keras's callback of this
 * name: the epoch, from 0, and the figures by their names in alphabetical order. Without validation
 * there are columns for it too, which hold NA. Lines end with CR LF.
 *
 * <pre>{@code
 * Fit.epochs(20).callbacks(new CSVLogger(Path.of("training.csv")));
 * }</pre>
 *
 * <p>A training that goes on from a checkpoint cuts off the lines that were written after it, so
 * the file ends as if nothing had happened.
 */
@CheckReturnValue
public final class CSVLogger implements Callback {
  private static final String END = "\r\n";

  private final Path file;
  private final String separator;
  private final boolean append;

  private long size; // of what is to stay in the file
  private List<String> columns = List.of();

  /**
   * Replaces the file, with commas.
   *
   * @param file in a directory that exists
   */
  public CSVLogger(Path file) {
    this(file, ",", false);
  }

  private CSVLogger(Path file, String separator, boolean append) {
    this.file = file;
    this.separator = separator;
    this.append = append;
  }

  /**
   * A copy that puts this between two values; a comma by default.
   *
   * @throws IllegalArgumentException unless it is one character
   */
  public CSVLogger separator(String separator) {
    if (separator.length() != 1) {
      throw new IllegalArgumentException(
          "separator must be one character, received \"" + separator + "\"");
    }
    return new CSVLogger(file, separator, append);
  }

  /** A copy that goes on at the file's end instead of replacing it, or not, as by default. */
  public CSVLogger append(boolean append) {
    return new CSVLogger(file, separator, append);
  }

  @Override
  public void onTrainBegin(Training training) throws IOException {
    size = append && Files.exists(file) ? Files.size(file) : 0;
    columns = List.of();
  }

  @Override
  public void onEpochEnd(Training training, History.Epoch epoch) throws IOException {
    StringBuilder text = new StringBuilder();
    if (columns.isEmpty()) {
      columns = columns(epoch);
      if (size == 0) {
        text.append("epoch").append(separator).append(String.join(separator, columns)).append(END);
      }
    }
    text.append(epoch.number() - 1);
    for (String column : columns) {
      Double figure = epoch.figures().get(column);
      text.append(separator).append(figure == null ? "NA" : number(figure));
    }
    write(text.append(END).toString());
  }

  private static List<String> columns(History.Epoch epoch) {
    List<String> names = new ArrayList<>(new TreeSet<>(epoch.figures().keySet()));
    if (names.stream().noneMatch(name -> name.startsWith("val_"))) {
      List.copyOf(names).forEach(name -> names.add("val_" + name));
    }
    return names;
  }

  /** As Python writes it. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e16)) {
      String[] parts = Double.toString(value).split("E", -1);
      int exponent = Integer.parseInt(parts[1]);
      String digits = parts[0].endsWith(".0") ? parts[0].replace(".0", "") : parts[0];
      return "%se%s%02d".formatted(digits, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
    String text = new BigDecimal(Double.toString(value)).toPlainString();
    return text.contains(".") ? text : text + ".0";
  }

  private void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(size);
      channel.position(channel.size());
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      size = channel.size();
    }
  }

  @Override
  public void saveState(Checkpoint.Builder state) {
    state.put("size", size).put("columns", String.join("\n", columns));
  }

  @Override
  public void restoreState(Checkpoint state) {
    size = state.integer("size");
    String names = state.text("columns");
    columns = names.isEmpty() ? List.of() : List.of(names.split("\n", -1));
  }

  /** For people, such as {@code CSVLogger to training.csv}. */
  @Override
  public String toString() {
    return "CSVLogger to " + file;
  }
}
