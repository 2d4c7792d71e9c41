package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Shape;
import dev.lamina.layers.Activation;
import dev.lamina.layers.AveragePooling2D;
import dev.lamina.layers.BatchNormalization;
import dev.lamina.layers.Conv2D;
import dev.lamina.layers.Dense;
import dev.lamina.layers.Dropout;
import dev.lamina.layers.ELU;
import dev.lamina.layers.Flatten;
import dev.lamina.layers.GlobalAveragePooling2D;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LeakyReLU;
import dev.lamina.layers.MaxPool2D;
import dev.lamina.layers.MaxPooling2D;
import dev.lamina.layers.ReLU;
import dev.lamina.layers.Rescaling;
import dev.lamina.layers.Reshape;
import dev.lamina.layers.Softmax;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract, for every layer there is. */
class LayersTest {
  private static final List<Shape> IMAGES = List.of(Shape.of(7, 9, 4), Shape.of(5, 6, 2));
  private static final List<Shape> ANY = List.of(Shape.of(5), Shape.of(3, 4), Shape.of(5, 3, 2));

  /** A contract for one layer on some samples. */
  abstract static class Contract extends LayerContract {
    private final Layer layer;
    private final List<Shape> samples;

    Contract(Layer layer, List<Shape> samples) {
      this.layer = layer;
      this.samples = samples;
    }

    @Override
    protected final Layer layer() {
      return layer;
    }

    @Override
    protected final List<Shape> samples() {
      return samples;
    }
  }

  @Nested
  class OfInput extends Contract {
    OfInput() {
      super(new Input(7, 9, 4), List.of(Shape.of(7, 9, 4)));
    }
  }

  @Nested
  class OfConv2D extends Contract {
    OfConv2D() {
      super(new Conv2D(6, 2, 3).groups(2).padding("same").activation("tanh"), IMAGES);
    }
  }

  abstract static class RestrictedConvolution extends Contract {
    RestrictedConvolution(Conv2D layer) {
      super(layer, IMAGES);
    }

    @Override
    protected Layer unrestricted() {
      return new Conv2D(3, 3);
    }
  }

  @Nested
  class OfStridedConv2D extends RestrictedConvolution {
    OfStridedConv2D() {
      super(new Conv2D(3, 4).strides(2, 3));
    }
  }

  @Nested
  class OfDilatedConv2D extends RestrictedConvolution {
    OfDilatedConv2D() {
      super(new Conv2D(3, 3).dilationRate(2, 1).useBias(false));
    }
  }

  @Nested
  class OfMaxPool2D extends Contract {
    OfMaxPool2D() {
      super(new MaxPool2D(3, 2).strides(2), IMAGES);
    }
  }

  @Nested
  class OfMaxPooling2D extends Contract {
    OfMaxPooling2D() {
      super(new MaxPooling2D(2).padding("same"), IMAGES);
    }
  }

  @Nested
  class OfAveragePooling2D extends Contract {
    OfAveragePooling2D() {
      super(new AveragePooling2D(3, 2).strides(2, 3).padding("same"), IMAGES);
    }
  }

  @Nested
  class OfGlobalAveragePooling2D extends Contract {
    OfGlobalAveragePooling2D() {
      super(new GlobalAveragePooling2D(), IMAGES);
    }
  }

  @Nested
  class OfGlobalAveragePooling2DKeepingAxes extends Contract {
    OfGlobalAveragePooling2DKeepingAxes() {
      super(new GlobalAveragePooling2D().keepDims(true), IMAGES);
    }
  }

  @Nested
  class OfBatchNormalization extends Contract {
    OfBatchNormalization() {
      super(new BatchNormalization().momentum(0.6), ANY);
    }
  }

  @Nested
  class OfBatchNormalizationAlongRows extends Contract {
    OfBatchNormalizationAlongRows() {
      super(new BatchNormalization().axis(1).scale(false), IMAGES);
    }
  }

  @Nested
  class OfFrozenBatchNormalization extends Contract {
    OfFrozenBatchNormalization() {
      super(new BatchNormalization().center(false).trainable(false), ANY);
    }
  }

  @Nested
  class OfDropout extends Contract {
    OfDropout() {
      super(new Dropout(0.4), ANY);
    }
  }

  @Nested
  class OfFlatten extends Contract {
    OfFlatten() {
      super(new Flatten(), ANY);
    }
  }

  @Nested
  class OfDense extends Contract {
    OfDense() {
      super(new Dense(4).activation("softmax"), ANY);
    }
  }

  @Nested
  class OfActivation extends Contract {
    OfActivation() {
      super(new Activation("gelu"), ANY);
    }
  }

  @Nested
  class OfReLU extends Contract {
    OfReLU() {
      super(new ReLU().maxValue(1.5).negativeSlope(0.1).threshold(0.5), ANY);
    }
  }

  @Nested
  class OfLeakyReLU extends Contract {
    OfLeakyReLU() {
      super(new LeakyReLU().negativeSlope(0.1), ANY);
    }
  }

  @Nested
  class OfELU extends Contract {
    OfELU() {
      super(new ELU().alpha(0.5), ANY);
    }
  }

  @Nested
  class OfSoftmax extends Contract {
    OfSoftmax() {
      super(new Softmax().axis(1), ANY);
    }
  }

  @Nested
  class OfRescaling extends Contract {
    OfRescaling() {
      super(new Rescaling(0.5, -1), ANY);
    }
  }

  @Nested
  class OfReshape extends Contract {
    OfReshape() {
      super(new Reshape(-1, 2), List.of(Shape.of(10), Shape.of(3, 4), Shape.of(5, 3, 2)));
    }
  }

  @Test
  void noLayerIsLeftOut() throws ReflectiveOperationException, IOException {
    Set<Class<?>> covered = new HashSet<>();
    for (Class<?> contract : LayersTest.class.getDeclaredClasses()) {
      if (!Modifier.isAbstract(contract.getModifiers())) {
        Contract instance =
            (Contract) contract.getDeclaredConstructor(LayersTest.class).newInstance(this);
        covered.add(instance.layer().getClass());
      }
    }
    assertThat(covered).containsExactlyInAnyOrderElementsOf(layers());
  }

  /** The concrete layers among the class files beside {@link Layer}'s. */
  private static List<Class<?>> layers() throws ReflectiveOperationException, IOException {
    URI location = URI.create(Layer.class.getResource("Layer.class").toString());
    List<String> names;
    if (location.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(location, Map.of())) {
        names = classNames(jar.getPath(Layer.class.getPackageName().replace('.', '/')));
      }
    } else {
      names = classNames(Path.of(location).getParent());
    }
    List<Class<?>> layers = new ArrayList<>();
    for (String name : names) {
      Class<?> type = Class.forName(Layer.class.getPackageName() + "." + name);
      if (Layer.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
        layers.add(type);
      }
    }
    return layers;
  }

  private static List<String> classNames(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .toList();
    }
  }
}
