import dev.lamina.callbacks.BackupAndRestore;
import dev.lamina.models.Callback;
import dev.lamina.callbacks.EarlyStopping;
import dev.lamina.models.Training;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.layers.Input;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.models.Fit;
import dev.lamina.models.History;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The training that {@link KillTest} kills: everything whose state could be lost is in it. Prints
 * {@code training} when its first checkpoint is saved, and {@code result} with a digest of weights,
 * optimizer and history at the end. Its argument is the directory of the checkpoints.
 */
final class TrainChild {
  private static final int SIDE = 16;
  private static final int CLASSES = 4;

  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    Sequential model =
        new Sequential(
            new Input(SIDE, SIDE, 1),
            new Conv2D(16, 3).padding("same").activation("relu"),
            new MaxPool2D(2),
            new BatchNormalization(),
            new Dropout(0.25),
            new Flatten(),
            new Dense(128).activation("relu"),
            new Dropout(0.5),
            new Dense(CLASSES).activation("softmax"));
    model.setSeed(11);
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
    BackupAndRestore backup =
        new BackupAndRestore(Path.of(arguments[0])).saveFreq(1).deleteCheckpoint(false);
    History history =
        model.fit(
            images(500, 1), // the last batch of an epoch is a partial one
            Fit.epochs(10)
                .batchSize(64)
                .validation(images(90, 2))
                .classWeights(Map.of(0, 2.0, 3, 0.5))
                .callbacks(
                    backup,
                    new Report(backup),
                    new EarlyStopping().patience(100).restoreBestWeights(true)));
    System.out.println("result " + digest(model, history));
  }

  /** Tells when the first checkpoint is saved, and lowers the learning rate step by step. */
  private static final class Report implements Callback {
    private final BackupAndRestore backup;
    private boolean told;

    Report(BackupAndRestore backup) {
      this.backup = backup;
    }

    @Override
    public void onSafePoint(Training training) {
      if (!told) {
        told = true;
        System.out.println("training from " + backup.resumedFrom());
        System.out.flush();
      }
    }

    @Override
    public void onBatchEnd(Training training) {
      training.model().setLearningRate(training.model().learningRate() * 0.98);
    }
  }

  private static Dataset images(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] images = new float[count * SIDE * SIDE];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i < CLASSES ? i : random.nextInt(CLASSES);
      for (int p = 0; p < SIDE * SIDE; p++) {
        int quarter = (p / SIDE < SIDE / 2 ? 0 : 2) + (p % SIDE < SIDE / 2 ? 0 : 1);
        double light = quarter == labels[i] ? 0.3 : 0;
        images[i * SIDE * SIDE + p] = (float) (random.nextDouble() * 0.7 + light);
      }
    }
    return Dataset.of(images, Shape.of(SIDE, SIDE, 1), labels);
  }

  private static String digest(Sequential model, History history) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    add(model.weights(), digest);
    add(model.trainingState().slots(), digest);
    for (History.Epoch epoch : history.epochs()) {
      digest.update(epoch.figures().toString().getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(Map<String, float[]> arrays, MessageDigest digest) {
    new TreeMap<>(arrays)
        .forEach(
            (name, values) -> {
              digest.update(name.getBytes(StandardCharsets.UTF_8));
              ByteBuffer bits = ByteBuffer.allocate(4 * values.length);
              bits.asFloatBuffer().put(values);
              digest.update(bits.array());
            });
  }
}
