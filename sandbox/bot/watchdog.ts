import { createInterface } from 'node:readline';

/*
 * A process of its own. It reads on its standard input which bots run (`+pid`) and which have ended (`-pid`). When that
 * input ends, the sandbox is gone, however it ended, and the watchdog kills the bots that are left. A bot cannot do this
 * itself: it does not know that it is in a sandbox.
 */
const pids = new Set<number>();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) pids.add(pid);
  else pids.delete(pid);
});
input.on('close', () => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  process.exit();
});
