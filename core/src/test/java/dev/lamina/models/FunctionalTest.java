package dev.lamina.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.Tensor;
import dev.lamina.config.Config;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.optimizers.Adam;
import dev.lamina.optimizers.SGD;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FunctionalTest {
  /** The sum of two tensors. */
  private static final class Plus extends FluentLayer<Plus> {
    @Override
    public Value call(CallContext context, List<Value> inputs) {
      return context.graph().plus(inputs.get(0), inputs.get(1));
    }

    @Override
    public Config config() {
      return baseConfig("Plus");
    }
  }

  private static Tensor random(long seed, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensor.of(shape, values);
  }

  private static <M extends Model> M prepared(M model) {
    model.setEngine("reference");
    model.setSeed(3);
    return model;
  }

  @Test
  void aStackIsTheSameModelInBothForms() throws Exception {
    SymbolicTensor x = Input.of(4);
    Model functional =
        prepared(Model.of(x, new Dense(2).apply(new Dense(3).activation("relu").apply(x))));
    Sequential stack =
        prepared(new Sequential(new Input(4), new Dense(3).activation("relu"), new Dense(2)));
    assertThat(functional.layerNames()).isEqualTo(stack.layerNames());
    assertThat(functional.weightNames()).isEqualTo(stack.weightNames());
    Dataset data = Dataset.of(List.of(random(1, 8, 4)), List.of(random(2, 8, 2)));
    for (Model model : List.of(functional, stack)) {
      model.compile(new SGD(0.1), "mse");
      model.fit(data, Fit.epochs(3).batchSize(4));
    }
    assertThat(functional.weights().toString().length()).isPositive();
    stack
        .weights()
        .forEach((name, values) -> assertThat(functional.weight(name)).isEqualTo(values));
    assertThat(functional.summary()).contains("dense_1 (Dense)").doesNotContain("Connected to");
    functional.close();
    stack.close();
  }

  @Test
  void branchesMerge() {
    SymbolicTensor x = Input.of(3);
    SymbolicTensor a = new Dense(2).named("a").apply(x);
    SymbolicTensor b = new Dense(2).named("b").apply(x);
    try (Model model = prepared(Model.of(x, new Plus().named("sum").apply(a, b)))) {
      assertThat(model.layerNames()).containsExactly("a", "b", "sum");
      assertThat(model.weightNames()).containsExactly("a/kernel", "a/bias", "b/kernel", "b/bias");
      model.setWeight("a/kernel", new float[] {1, 0, 0, 1, 0, 0});
      model.setWeight("b/kernel", new float[] {0, 0, 0, 0, 10, 20});
      assertThat(model.predict(new float[] {1, 2, 3})).containsExactly(31, 62);
      assertThat(model.summary()).contains("sum (Plus)").containsPattern("sum.*a, b");
    }
  }

  @Test
  void aLayerThatIsCalledTwiceHasOneSetOfWeights() {
    SymbolicTensor a = new Input(3).named("left").tensor();
    SymbolicTensor b = new Input(3).named("right").tensor();
    Dense shared = new Dense(2);
    try (Model model =
        prepared(
            Model.of(List.of(a, b), List.of(new Plus().apply(shared.apply(a), shared.apply(b)))))) {
      assertThat(model.layerNames()).containsExactly("dense", "plus");
      assertThat(model.weightNames()).containsExactly("dense/kernel", "dense/bias");
      assertThat(model.inputNames()).containsExactly("left", "right");
      model.setWeight("dense/kernel", new float[] {1, 2, 3, 4, 5, 6});
      Tensor left = Tensor.of(Shape.of(1, 3), 1, 0, 0);
      Tensor right = Tensor.of(Shape.of(1, 3), 0, 0, 1);
      assertThat(model.predict(List.of(left, right)).get(0).values()).containsExactly(6, 8);
      assertThat(model.predict(Map.of("right", right, "left", left))).containsOnlyKeys("plus");
      assertThatThrownBy(() -> model.predict(new float[3]))
          .isInstanceOf(LaminaException.class)
          .hasMessageContaining("2 inputs (left, right)");
    }
  }

  @Test
  void sharedNormalizationMovesItsAveragesOncePerCall() throws Exception {
    BatchNormalization shared = new BatchNormalization().momentum(0.5);
    SymbolicTensor a = Input.of(1);
    SymbolicTensor b = Input.of(1);
    try (Model model =
        prepared(
            Model.of(List.of(a, b), List.of(new Plus().apply(shared.apply(a), shared.apply(b)))))) {
      model.compile(new SGD(0), "mse");
      Tensor tens = Tensor.of(Shape.of(2, 1), 10, 10);
      Tensor hundreds = Tensor.of(Shape.of(2, 1), 100, 100);
      Dataset data = Dataset.of(List.of(tens, hundreds), List.of(Tensor.of(Shape.of(2, 1), 0, 0)));
      model.fit(data, Fit.epochs(1).batchSize(2).shuffle(false));
      // 0 -> 5 by the first call, -> 52.5 by the second
      assertThat(model.weight("batch_normalization/moving_mean")[0])
          .isCloseTo(52.5f, within(1e-4f));
    }
  }

  @Test
  void eachCallOfDropoutDropsOthers() throws Exception {
    Dropout shared = new Dropout(0.5);
    SymbolicTensor x = Input.of(64);
    SymbolicTensor one = new Dense(1).useBias(false).named("one").apply(shared.apply(x));
    SymbolicTensor two = new Dense(1).useBias(false).named("two").apply(shared.apply(x));
    try (Model model = prepared(Model.of(List.of(x), List.of(one, two)))) {
      model.compile(new SGD(1), List.of(Head.of("mse"), Head.of("mse")));
      model.setWeight("one/kernel", new float[64]);
      model.setWeight("two/kernel", new float[64]);
      float[] ones = new float[64];
      java.util.Arrays.fill(ones, 1);
      Tensor targets = Tensor.of(Shape.of(1, 1), 1);
      model.fit(
          Dataset.of(List.of(Tensor.of(Shape.of(1, 64), ones)), List.of(targets, targets)),
          Fit.epochs(1).batchSize(1));
      assertThat(model.weight("one/kernel")).isNotEqualTo(model.weight("two/kernel"));
    }
  }

  @Test
  void aModelIsALayerToAnyDepth() {
    SymbolicTensor in = Input.of(2);
    Model inner = Model.of("inner", List.of(in), List.of(new Dense(2).apply(in)));
    SymbolicTensor mid = Input.of(2);
    Model middle =
        Model.of("middle", List.of(mid), List.of(new Plus().apply(inner.apply(mid), mid)));
    SymbolicTensor x = Input.of(2);
    try (Model outer = prepared(Model.of(x, new Dense(1).named("head").apply(middle.apply(x))))) {
      assertThat(outer.layerNames()).containsExactly("middle", "head");
      assertThat(outer.weightNames())
          .containsExactly(
              "middle/inner/dense/kernel", "middle/inner/dense/bias", "head/kernel", "head/bias");
      float[] kernel = {1, 2, 3, 4};
      outer.setWeight("middle/inner/dense/kernel", kernel);
      assertThat(inner.engine().name()).isEqualTo("reference"); // the weights are there
      assertThat(inner.weight("dense/kernel")).containsExactly(kernel);
      assertThat(inner.predict(new float[] {1, 1})).containsExactly(4, 6);
      assertThat(middle.predict(new float[] {1, 1})).containsExactly(5, 7);
      assertThat(outer.summary()).contains("middle (Functional)");
    }
    assertThat(inner.predict(new float[] {1, 1})).containsExactly(4, 6); // still open
    inner.close();
    middle.close();
  }

  @Test
  void trainingOneModelTrainsThoseThatShareItsLayers() throws Exception {
    Sequential base =
        prepared(new Sequential(new Input(3), new Dense(4).named("features"), new Dense(2)));
    Model features = Model.of(base.input(), base.layer("features").output());
    base.compile(new SGD(0.1), "mse");
    float[] before = features.predict(new float[] {1, 2, 3});
    base.fit(
        Dataset.of(List.of(random(1, 4, 3)), List.of(random(2, 4, 2))), Fit.epochs(1).batchSize(4));
    assertThat(features.predict(new float[] {1, 2, 3})).isNotEqualTo(before);
    assertThat(features.weight("features/kernel")).isEqualTo(base.weight("features/kernel"));
    base.close();
    assertThat(features.predict(new float[] {1, 2, 3})).hasSize(4);
    SymbolicTensor output = features.output();
    features.close();
    assertThatThrownBy(() -> Model.of(features.input(), output))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> Model.of(base.layers().get(0).apply(Input.of(3)), output))
        .isInstanceOf(LaminaException.class);
  }

  @Test
  void weightsOfClosedModelsAreNotMadeAnewInSilence() {
    SymbolicTensor x = Input.of(3);
    SymbolicTensor y = new Dense(2).apply(x);
    Model model = prepared(Model.of(x, y));
    model.predict(new float[3]);
    model.close();
    assertThatThrownBy(() -> Model.of(x, y))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("are gone: the last model that had it was closed");
  }

  @Test
  void twoInputsAndTwoOutputsTrain() throws Exception {
    SymbolicTensor image = new Input(2, 2, 1).named("image").tensor();
    SymbolicTensor numbers = new Input(4).named("numbers").tensor();
    SymbolicTensor trunk = new Plus().apply(new Flatten().apply(image), numbers);
    SymbolicTensor kind = new Dense(3).activation("softmax").named("kind").apply(trunk);
    SymbolicTensor size = new Dense(1).named("size").apply(trunk);
    try (Model model = prepared(Model.of(List.of(image, numbers), List.of(kind, size)))) {
      assertThat(model.outputNames()).containsExactly("kind", "size");
      model.compile(
          new SGD(0.1),
          Map.of(
              "kind", Head.of("sparse_categorical_crossentropy").metrics("accuracy"),
              "size", Head.of("mse").metrics("mae").weight(0.5)));
      Dataset data =
          Dataset.of(
              Map.of("numbers", random(1, 6, 4), "image", random(2, 6, 2, 2, 1)),
              Map.of("size", random(3, 6, 1), "kind", Tensor.of(Shape.of(6), 0, 1, 2, 0, 1, 2)));
      History history = model.fit(data, Fit.epochs(30).batchSize(3));
      Map<String, Double> last = history.last();
      assertThat(last)
          .containsOnlyKeys("loss", "kind_loss", "size_loss", "kind_accuracy", "size_mae");
      assertThat(last.get("loss"))
          .isCloseTo(last.get("kind_loss") + 0.5 * last.get("size_loss"), within(1e-5));
      assertThat(last.get("loss")).isLessThan(history.get("loss").get(0));
      assertThat(model.evaluate(data, 4)).containsOnlyKeys(last.keySet().toArray(String[]::new));
      assertThat(model.predictAll(data, 4).get(1).shape()).isEqualTo(Shape.of(6, 1));
      assertThatThrownBy(
              () -> model.evaluate(Dataset.of(List.of(random(1, 6, 4)), List.of(random(1, 6)))))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("has 1 inputs, but the model has 2: [image, numbers]");
    }
  }

  @Test
  void frozenLayersKeepTheirWeightsAndRecompilingKeepsAll() throws Exception {
    SymbolicTensor x = Input.of(3);
    SymbolicTensor hidden = new Dense(4).named("hidden").apply(x);
    try (Model model = prepared(Model.of(x, new Dense(2).named("head").apply(hidden)))) {
      Dataset data = Dataset.of(List.of(random(1, 4, 3)), List.of(random(2, 4, 2)));
      model.compile(new SGD(0.1), "mse");
      model.fit(data, Fit.epochs(1).batchSize(4));
      Map<String, float[]> before = model.weights();
      model.layer("hidden").setTrainable(false);
      assertThat(model.trainableWeightNames()).hasSize(4); // as it was compiled
      model.compile(new SGD(0.1), "mse");
      assertThat(model.trainableWeightNames()).containsExactly("head/kernel", "head/bias");
      assertThat(model.weight("head/kernel")).isEqualTo(before.get("head/kernel"));
      model.fit(data, Fit.epochs(1).batchSize(4));
      assertThat(model.weight("hidden/kernel")).isEqualTo(before.get("hidden/kernel"));
      assertThat(model.weight("head/kernel")).isNotEqualTo(before.get("head/kernel"));
      assertThat(model.summary()).contains("Trainable: 10 ");
    }
  }

  @Test
  void mistakesAreNamed() {
    SymbolicTensor x = Input.of(3);
    SymbolicTensor other = new Input(3).named("other").tensor();
    SymbolicTensor sum = new Plus().apply(x, other);
    assertThatThrownBy(() -> Model.of(x, sum))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("not among the model's inputs");
    assertThatThrownBy(() -> new Flatten().named("flat").apply(x, other))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("flat: expected one input, received 2");
    assertThatThrownBy(() -> Model.of(List.of(x, x), List.of(sum)))
        .hasMessageContaining("given twice");
    SymbolicTensor twice = new Dense(1).named("a").apply(new Dense(1).named("a").apply(x));
    assertThatThrownBy(() -> Model.of(x, twice)).hasMessageContaining("two layers are named \"a\"");
    try (Model model = Model.of(x, new Dense(1).named("only").apply(x))) {
      assertThatThrownBy(() -> model.layer("none"))
          .hasMessageContaining("there is no layer \"none\"; the model has [only]");
      assertThatThrownBy(() -> model.compile(new SGD(1), Map.of("x", Head.of("mse"))))
          .hasMessageContaining("there is no output \"x\"; the model has [only]");
    }
  }

  @Test
  void explanationsWalkBranchesAndNestedModels() {
    SymbolicTensor in = Input.of(2);
    Model inner = Model.of("inner", List.of(in), List.of(new Dense(2).named("mix").apply(in)));
    SymbolicTensor x = new Input(2).named("numbers").tensor();
    SymbolicTensor y = inner.apply(x);
    try (Model model = Model.of(x, new Plus().named("sum").apply(inner.apply(y), y))) {
      assertThat(model.explain().layers())
          .extracting(layer -> layer.name() + " " + layer.reads() + " " + layer.parameters())
          .containsExactly(
              "inner/mix [numbers] 6", "inner/mix [inner/mix] 0", "sum [inner/mix, inner/mix] 0");
      assertThat(model.explain().parameters()).isEqualTo(6);
      assertThat(model.explain().toString()).contains("reads            inner/mix, inner/mix");
    }
    inner.close();
  }

  /** The slots of the plan for a step are gone then; it must not go on with them. */
  @Test
  void aStateWithoutSlotsStartsTheOptimizerAnew() throws Exception {
    SymbolicTensor x = Input.of(3);
    try (Model model = prepared(Model.of(x, new Dense(2).apply(x)))) {
      model.compile(new Adam(0.1), "mse");
      Dataset data = Dataset.of(List.of(random(1, 4, 3)), List.of(random(2, 4, 2)));
      Map<String, float[]> weights = model.weights();
      TrainingState fresh = model.trainingState();
      List<Map<String, float[]>> runs = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        for (int step = 0; step < 3; step++) {
          model.trainOnBatch(data);
        }
        runs.add(model.weights());
        model.setWeights(weights);
        model.restore(fresh);
      }
      runs.get(0).forEach((name, values) -> assertThat(runs.get(1).get(name)).isEqualTo(values));
    }
  }

  @Test
  void aNestedModelKeepsItsDTypePolicy() {
    SymbolicTensor in = Input.of(2);
    Model inner = Model.of("inner", List.of(in), List.of(new Dense(2).apply(in)));
    inner.setDTypePolicy("mixed_bfloat16");
    SymbolicTensor x = Input.of(2);
    try (Model outer = Model.of(x, new Dense(1).apply(inner.apply(x)))) {
      assertThat(outer.topology().allLayers())
          .extracting(Layer::dtypePolicy)
          .containsExactly(DTypePolicy.MIXED_BFLOAT16, null);
    }
    inner.close();
  }
}
