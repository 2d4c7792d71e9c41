package dev.lamina.schedules;

/** Functions of float32 numbers, rounded once, and how numbers of steps are told. */
final class Floats {
  private Floats() {}

  static float pow(float base, float exponent) {
    return (float) Math.pow(base, exponent);
  }

  static float cos(float x) {
    return (float) Math.cos(x);
  }

  static float log(float x) {
    return (float) Math.log(x);
  }

  static float floor(float x) {
    return (float) Math.floor(x);
  }

  static float ceil(float x) {
    return (float) Math.ceil(x);
  }

  /** A number of steps as a config has it: a whole number where it is one. */
  static Number steps(double steps) {
    return steps == (int) steps ? (Number) (int) steps : (Number) steps;
  }
}
