package dev.lamina.engine.onednn.images;

import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.ScratchPlan;
import dev.lamina.engine.onednn.threads.Shares;
import java.util.ArrayList;
import java.util.List;

/** Adds up, over all chunks, what a stage computes of each. */
public final class SumStage implements ImageStage {
  private final PrimitiveStage terms;
  private final List<ScratchPlan.Part> termParts = new ArrayList<>();
  private final List<MemberSums> sums;

  /** Adds up what {@code terms} computes of each chunk. */
  public SumStage(Shares shares, PrimitiveStage terms) {
    this.terms = terms;
    sums = terms.outputs().stream().map(sum -> new MemberSums(shares, sum.bytes())).toList();
  }

  @Override
  public List<OneDnnLayout> inputs() {
    return terms.inputs();
  }

  @Override
  public List<OneDnnLayout> outputs() {
    return terms.outputs();
  }

  @Override
  public boolean addsUp() {
    return true;
  }

  @Override
  public String description() {
    return terms.description();
  }

  @Override
  public void addScratch(ScratchPlan lasting, ScratchPlan passing) {
    terms.addScratch(lasting, passing);
    for (OneDnnLayout output : terms.outputs()) {
      termParts.add(passing.add(output.bytes()));
    }
    sums.forEach(sum -> sum.addScratch(lasting));
  }

  @Override
  public ImageStage.Bound bind(List<Images> inputs, List<Images> outputs, Scratch scratch) {
    List<Images> boundTerms = termParts.stream().map(scratch::passing).toList();
    List<MemberSums.Bound> boundSums = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      boundSums.add(sums.get(i).bind(scratch.lasting(), outputs.get(i).at(0, 0)));
    }
    return new Bound(terms.bind(inputs, boundTerms, scratch), boundTerms, boundSums);
  }

  private static final class Bound implements ImageStage.Bound {
    private final PrimitiveStage.Bound compute;
    private final List<Images> boundTerms;
    private final List<MemberSums.Bound> boundSums;

    Bound(PrimitiveStage.Bound compute, List<Images> boundTerms, List<MemberSums.Bound> boundSums) {
      this.compute = compute;
      this.boundTerms = boundTerms;
      this.boundSums = boundSums;
    }

    @Override
    public void prepare(int member) {
      for (int i = 0; i < boundSums.size(); i++) {
        boundSums.get(i).prepare(member);
      }
    }

    @Override
    public void run(int member, int chunk) {
      compute.run(member, chunk);
      for (int i = 0; i < boundSums.size(); i++) {
        boundSums.get(i).add(member, chunk, boundTerms.get(i).at(member, 0));
      }
    }

    @Override
    public void finish() {
      for (int i = 0; i < boundSums.size(); i++) {
        boundSums.get(i).finish();
      }
    }

    @Override
    public void close() {
      compute.close();
    }
  }

  @Override
  public void close() {
    terms.close();
    sums.forEach(MemberSums::close);
  }
}
