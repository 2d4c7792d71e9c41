package dev.lamina.engine.onednn;

import com.sun.management.OperatingSystemMXBean;
import dev.lamina.engine.Engines;
import dev.lamina.models.Sequential;
import dev.lamina.testkit.ChildJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * A program for {@link ChildJvm}: trains and predicts, then does nothing for so many milliseconds,
 * and prints how many milliseconds of processor time the process has used meanwhile.
 */
public final class IdleProcess {
  private IdleProcess() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    long idle = Long.parseLong(arguments[0]);
    try (Sequential model = SmallTraining.trained(Engines.named("onednn"))) {
      model.predict(SmallTraining.images());
      // What the compiler and the collector still have to do is not what is looked for.
      Thread.sleep(1000);
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long before = system.getProcessCpuTime();
      Thread.sleep(idle);
      System.out.println(
          "used " + TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime() - before));
    }
  }
}
