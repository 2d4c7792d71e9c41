package dev.lamina.engine.onednn;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelGroup;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Operand;
import dev.lamina.engine.onednn.convolutions.ConvolutionKernels;
import dev.lamina.engine.onednn.convolutions.ConvolutionPass;
import dev.lamina.engine.onednn.convolutions.WinogradKernels;
import dev.lamina.engine.onednn.dropout.DropoutKernels;
import dev.lamina.engine.onednn.images.ImagePass;
import dev.lamina.engine.onednn.images.ImageRoles;
import dev.lamina.engine.onednn.images.ImageStage;
import dev.lamina.engine.onednn.images.PrimitiveStage;
import dev.lamina.engine.onednn.images.SumStage;
import dev.lamina.engine.onednn.kernels.MovementKernels;
import dev.lamina.engine.onednn.primitives.Axes;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Shares;
import dev.lamina.ir.DType;
import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ElementDropout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Makes an {@link ImagePass} of ops whose images can be done one by one. */
final class ImagePasses {
  /** What the largest tensor of a chunk may take of a core's cache, where there are no tiles. */
  private static final long CACHE_BYTES = 512 << 10;

  private final OpenMpTeam team;
  private final ConvolutionKernels convolution;
  private final WinogradKernels winograd;
  private final DropoutKernels dropout;
  private final MovementKernels movement;
  private final Function<KernelRequest, Kernel> kernels;

  /**
   * @param kernels makes a single kernel for an op
   */
  ImagePasses(
      OpenMpTeam team,
      ConvolutionKernels convolution,
      WinogradKernels winograd,
      DropoutKernels dropout,
      MovementKernels movement,
      Function<KernelRequest, Kernel> kernels) {
    this.team = team;
    this.convolution = convolution;
    this.winograd = winograd;
    this.dropout = dropout;
    this.movement = movement;
    this.kernels = kernels;
  }

  /** Whether there are images, and enough for every member. */
  boolean isGroupable(KernelRequest request) {
    Optional<TensorType> images = ImageRoles.of(request).map(roles -> roles.imageType(request));
    return images.isPresent()
        && images.get().shape().rank() == 4
        && images.get().shape().dim(0) >= team.size();
  }

  /** A convolution, or a gradient of one, by tiles; empty where that is not faster. */
  Optional<Kernel> tiled(KernelRequest request) {
    return tiledImagesInCache(request).isPresent()
        ? create(
            new KernelGroup(
                List.of(request),
                List.of(
                    request.inputs().stream().map(input -> KernelGroup.Source.OUTSIDE).toList()),
                List.of(request.used())))
        : Optional.empty();
  }

  Optional<Kernel> create(KernelGroup group) {
    Assembly assembly = new Assembly(group);
    Optional<Kernel> pass = Optional.empty();
    try {
      pass = assembly.make();
    } finally {
      if (pass.isEmpty()) {
        assembly.pass.discard();
      }
    }
    return pass;
  }

  private OptionalLong tiledImagesInCache(KernelRequest request) {
    return convolution
        .of(request)
        .map(found -> winograd.imagesInCache(ConvolutionPass.of(request.op()), found))
        .orElseGet(OptionalLong::empty);
  }

  private long imagesInCache(KernelRequest request) {
    return tiledImagesInCache(request).orElseGet(() -> untiledImagesInCache(request));
  }

  private static long untiledImagesInCache(KernelRequest request) {
    long largest = 1;
    for (Operand operand : request.inputs()) {
      largest = Math.max(largest, imageBytes(operand.type()));
    }
    for (TensorType output : request.outputs()) {
      largest = Math.max(largest, imageBytes(output));
    }
    return Math.max(1, CACHE_BYTES / largest);
  }

  /** About so many bytes; operands that are not images are small beside them. */
  private static long imageBytes(TensorType type) {
    int elementBytes = type.dtype() == DType.BFLOAT16 ? Short.BYTES : Float.BYTES;
    return type.shape().rank() == 4 ? (long) type.shape().sizeFrom(1) * elementBytes : 0;
  }

  /** A pass in the making. */
  private final class Assembly {
    private final KernelGroup group;
    private final Shares shares;
    private final ImagePass.Builder pass;

    /** What each op has made. */
    private final List<List<ImagePass.Place>> made = new ArrayList<>();

    Assembly(KernelGroup group) {
      this.group = group;
      KernelRequest first = group.requests().get(0);
      int images = ImageRoles.of(first).orElseThrow().imageType(first).shape().dim(0);
      long most =
          group.requests().stream().mapToLong(ImagePasses.this::imagesInCache).min().orElse(1);
      shares = Shares.of(images, team.size(), most);
      pass = new ImagePass.Builder(team, shares);
    }

    Optional<Kernel> make() {
      for (int i = 0; i < group.requests().size(); i++) {
        if (!add(i, request(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(pass.build());
    }

    /** A request with the layouts that earlier stages give. */
    private KernelRequest request(int index) {
      KernelRequest request = group.requests().get(index);
      List<Operand> operands = new ArrayList<>();
      for (int i = 0; i < request.inputs().size(); i++) {
        KernelGroup.Source source = group.sources().get(index).get(i);
        Operand operand = request.inputs().get(i);
        operands.add(
            source.isOutside() ? operand : new Operand(operand.type(), place(source).layout()));
      }
      return new KernelRequest(request.op(), operands, request.outputs(), request.used());
    }

    private ImagePass.Place place(KernelGroup.Source source) {
      return made.get(source.request()).get(source.output());
    }

    private boolean add(int index, KernelRequest request) {
      ImageRoles roles = ImageRoles.of(request).orElseThrow();
      Optional<? extends ImageStage> tiles = tiles(request);
      Optional<? extends ImageStage> stage = tiles.isPresent() ? tiles : other(request, roles);
      if (stage.isEmpty()) {
        return false;
      }
      Optional<List<ImagePass.Place>> inputs = inputs(index, stage.get().inputs(), roles);
      if (inputs.isEmpty()) {
        stage.get().close();
        return false;
      }
      List<ImagePass.Place> outputs = new ArrayList<>();
      Map<ImagePass.Place, ImagePass.Place> moves = new LinkedHashMap<>();
      for (int i = 0; i < stage.get().outputs().size(); i++) {
        OneDnnLayout layout = stage.get().outputs().get(i);
        if (!group.isStored(index, i)) {
          outputs.add(pass.between(layout));
        } else if (isToArrange(layout)) {
          outputs.add(pass.between(layout));
          moves.put(outputs.get(i), pass.result(OneDnnLayout.plain(layout.type()), true));
        } else {
          outputs.add(pass.result(layout, !roles.addsUp()));
        }
      }
      made.add(outputs);
      pass.stage(stage.get(), inputs.get(), outputs);
      return (tiles.isEmpty() || activate(request.op(), outputs.get(0)))
          && moves.entrySet().stream().allMatch(move -> arrange(move.getKey(), move.getValue()));
    }

    /** Where a stage finds its operands, brought to the layouts that it wants. */
    private Optional<List<ImagePass.Place>> inputs(
        int index, List<OneDnnLayout> wanted, ImageRoles roles) {
      List<ImagePass.Place> inputs = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        KernelGroup.Source source = group.sources().get(index).get(i);
        if (source.isOutside()) {
          inputs.add(pass.operand(wanted.get(i), roles.isImage(i)));
        } else if (place(source).layout().equals(wanted.get(i))) {
          inputs.add(place(source));
        } else {
          inputs.add(pass.between(wanted.get(i)));
          if (!roles.isImage(i) || !arrange(place(source), inputs.get(i))) {
            return Optional.empty();
          }
        }
      }
      return Optional.of(inputs);
    }

    private Optional<ImageStage> tiles(KernelRequest request) {
      return convolution
          .of(request)
          .flatMap(found -> winograd.stage(shares, ConvolutionPass.of(request.op()), found));
    }

    private Optional<? extends ImageStage> other(KernelRequest request, ImageRoles roles) {
      if (request.op() instanceof ElementDropout op) {
        return dropout.stage(shares, op, request);
      }
      Optional<PrimitiveStage> single = single(request, roles);
      return roles.addsUp() ? single.map(terms -> new SumStage(shares, terms)) : single;
    }

    private Optional<PrimitiveStage> single(KernelRequest request, ImageRoles roles) {
      return PrimitiveStage.create(
          team, shares, roles, number -> roles.ofImages(request, number).map(kernels));
    }

    /** The activation behind tiles, in place: oneDNN has it in its own convolution. */
    private boolean activate(Op op, ImagePass.Place place) {
      if (!(op instanceof Convolution conv) || conv.activation().isIdentity()) {
        return true;
      }
      BitSet used = new BitSet();
      used.set(0);
      TensorType type = place.layout().type();
      Optional<PrimitiveStage> stage =
          single(
              new KernelRequest(
                  conv.activation(),
                  List.of(new Operand(type, place.layout())),
                  List.of(type),
                  used),
              ImageRoles.ALL);
      stage.ifPresent(found -> pass.stage(found, List.of(place), List.of(place)));
      return stage.isPresent();
    }

    /** Results lie channels last as tiles want them, while they are at hand. */
    private boolean isToArrange(OneDnnLayout layout) {
      return winograd.isEnabled()
          && layout.type().dtype() == DType.FLOAT32
          && layout.type().shape().rank() == 4
          && layout.axes().equals(Axes.activation(4))
          && !layout.isPlain();
    }

    private boolean arrange(ImagePass.Place from, ImagePass.Place to) {
      Optional<PrimitiveStage> stage =
          PrimitiveStage.create(
              team,
              shares,
              ImageRoles.ALL,
              number ->
                  from.layout()
                      .ofImages(number)
                      .flatMap(
                          source ->
                              to.layout()
                                  .ofImages(number)
                                  .map(target -> movement.reorder(source, target))));
      stage.ifPresent(found -> pass.stage(found, List.of(from), List.of(to)));
      return stage.isPresent();
    }
  }
}
