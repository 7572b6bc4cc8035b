import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../bench.ts';
import { launchBot, launchPeer, type Server } from '../contestants.ts';
import { createLoad } from '../load.ts';
import { atMost } from '../result.ts';
import { commandRequest } from '../slack-requests.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';

const LOOK_EVERY_MS = 4;
const MAX_WAIT_MS = 15_000;

/** From the process's start to its first ack, with nothing warm but the disk; the bot's ledger is there from before. */
export const startRow: Row = async (bench) => {
  const database = await bench.databases.create('sqlite');
  const startOurs = () => firstAck(() => launchBot({ ...bench, databaseUrl: database.url }));
  const startBolt = () => firstAck(() => launchPeer('minimal-bolt', bench));
  await startOurs();
  await startBolt();
  const { ours, bolt } = await interleave(bench.size === 'ci' ? 3 : 11, { ours: startOurs, bolt: startBolt });
  await database.remove();
  const ratio = ratiosOf(ours, bolt);
  return [
    {
      row: 'start',
      work: 'process start → first ack, sqlite',
      ours: { name: 'bot', value: median(ours), unit: 'ms' },
      against: { name: 'minimal Bolt', value: median(bolt), unit: 'ms' },
      ratio,
      goal: atMost(ratio.median, 1.4, '≤ 1.4 ×'),
    },
  ];
};

async function firstAck(launch: () => Promise<Server>): Promise<number> {
  const startedAt = performance.now();
  const server = await launch();
  const load = createLoad(server.origin, 1);
  try {
    for (;;) {
      const isAcked = await load.post(commandRequest(randomUUID())).then(
        () => true,
        () => false,
      );
      if (isAcked) return performance.now() - startedAt;
      if (performance.now() - startedAt > MAX_WAIT_MS) throw new Error(`no ack: ${server.output().slice(-2_000)}`);
      await pause(LOOK_EVERY_MS);
    }
  } finally {
    await load.close();
    await server.stop();
  }
}
