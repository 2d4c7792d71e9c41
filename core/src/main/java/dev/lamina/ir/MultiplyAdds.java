package dev.lamina.ir;

/**
 * The multiply-adds of an op: how many numbers it computes, and how many products are added up in
 * each. Padding counts as if it were multiplied.
 *
 * <pre>{@code
 * MultiplyAdds.sums(Shape.of(1, 28, 28, 32), Shape.of(3, 3, 1)).count(); // 225,792: a convolution
 * MultiplyAdds.each(Shape.of(1, 28, 28, 32), 1).count(); // 25,088: a scaling
 * }</pre>
 *
 * @param numbers the shape of the numbers
 * @param terms the shape of the products in each
 * @param isElementwise whether each number is computed of those at its own place, and not of a sum
 *     over others; such an op is bound by memory, not by arithmetic
 */
public record MultiplyAdds(Shape numbers, Shape terms, boolean isElementwise) {
  /** Numbers that are sums of products, as in convolutions and dense layers. */
  public static MultiplyAdds sums(Shape numbers, Shape terms) {
    return new MultiplyAdds(numbers, terms, false);
  }

  /** So many multiply-adds at each place. */
  public static MultiplyAdds each(Shape places, int count) {
    return new MultiplyAdds(places, Shape.of(count), true);
  }

  /** How many there are in all. */
  public long count() {
    return (long) numbers.size() * terms.size();
  }
}
