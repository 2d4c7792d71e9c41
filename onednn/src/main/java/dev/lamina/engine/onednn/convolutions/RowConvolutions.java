package dev.lamina.engine.onednn.convolutions;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import dev.lamina.engine.onednn.natives.Address;
import dev.lamina.engine.onednn.primitives.DataTypes;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveStep;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import java.util.ArrayList;
import java.util.List;

/**
 * Winograd's products for a number of images: at each point a convolution along single rows, made
 * for one thread.
 *
 * @param plain the product at a point
 * @param atOne the product at the point 1, which has to do with the bias; without one the same
 * @param extra the product at a point that small tiles do without; without small tiles the same
 */
record RowConvolutions(ConvolutionPass pass, Primitive plain, Primitive atOne, Primitive extra)
    implements AutoCloseable {
  /** Products of the tiles of some images. */
  static RowConvolutions create(
      OpenMpTeam team, ConvolutionPass pass, ConvolutionShapes whole, int images, int outputs) {
    int rows = images * Winograd.tiles(outputs);
    Primitive plain = team.alone(() -> pass.create(whole.ofRows(rows, false)));
    return new RowConvolutions(
        pass,
        plain,
        whole.hasBias() ? team.alone(() -> pass.create(whole.ofRows(rows, true))) : plain,
        Winograd.endsSmall(outputs)
            ? team.alone(() -> pass.create(whole.ofRows(rows - images, false)))
            : plain);
  }

  /** Whether oneDNN has fast code for these, for rows and filters that lie like these. */
  boolean suit(ImageRows input, Descriptor filterRow, ImageRows output) {
    return List.of(plain, atOne, extra).stream()
        .allMatch(
            product ->
                !product.isSlow()
                    && input.describe(pass.input(product))
                    && output.describe(pass.output(product))
                    && pass.filter(product).isSame(filterRow));
  }

  /** Scratch memory of a product; those of one thread come one after the other. */
  long scratchBytes() {
    return Math.max(plain.scratchBytes(), Math.max(atOne.scratchBytes(), extra.scratchBytes()));
  }

  /**
   * A product bound to memory.
   *
   * @param bias of the product at the point 1, where there is one
   */
  PrimitiveStep bind(
      OneDnnRuntime runtime,
      int point,
      Address input,
      Address filter,
      Address bias,
      Address output,
      Address scratchpad) {
    Primitive product =
        point == Winograd.ONE ? atOne : point < Winograd.SMALL_POINTS ? plain : extra;
    List<PrimitiveStep.Argument> arguments = new ArrayList<>();
    arguments.add(new PrimitiveStep.Argument(pass.inputArgument(), pass.input(product), input));
    arguments.add(new PrimitiveStep.Argument(pass.filterArgument(), pass.filter(product), filter));
    arguments.add(new PrimitiveStep.Argument(pass.outputArgument(), pass.output(product), output));
    if (point == Winograd.ONE && atOne != plain) {
      Descriptor numbers = Descriptor.dense(DataTypes.F32, pass.filter(product).dims()[0]);
      arguments.add(new PrimitiveStep.Argument(pass.biasArgument(), numbers, bias));
    }
    if (product.scratchBytes() > 0) {
      arguments.add(
          new PrimitiveStep.Argument(DNNL_ARG_SCRATCHPAD, product.scratchpad(), scratchpad));
    }
    return new PrimitiveStep(runtime, product, arguments);
  }

  @Override
  public void close() {
    plain.close();
    atOne.close();
    extra.close();
  }
}
