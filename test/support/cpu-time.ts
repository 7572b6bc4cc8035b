/**
 * The processor time of this thread that some work takes, in milliseconds. Unlike the time on a clock it does not grow with
 * what else the machine does.
 */
export async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { system, user } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
