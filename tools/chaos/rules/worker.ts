import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '../../src/store/open-store.ts';
import { seeded } from './random.ts';
import { changerOf } from './rules-changer.ts';
import { createDeeds, DEEDS, type Deed, type RuleMutant } from './rules-deeds.ts';

/** What the parent wants of one process. */
export interface RulesOrder {
  readonly url: string;
  /** Of the facts. */
  readonly path: string;
  readonly seed: string;
  readonly name: 'A' | 'B';
  readonly mutant: RuleMutant | undefined;
  readonly deeds: number;
  /** Where it dies; undefined for one that lives through all its deeds. */
  readonly death:
    | { readonly deed: Deed; readonly when: 'before' | 'under way' | 'after'; readonly nth: number }
    | undefined;
}

/** Claims end soon after their process, so that what was under way is decided within the run. */
const LEASE_MS = 400;
const MAX_UNDER_WAY_MS = 4;
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

process.once('message', (order: RulesOrder) => {
  void live(order).then(() => process.exit(0));
});

async function live({ url, path, seed, name, mutant, deeds, death }: RulesOrder): Promise<void> {
  const random = seeded(seed, name);
  const store = await openStore({ url, messagesPerSecond: 100_000, leaseMs: LEASE_MS, log: SILENT });
  const change = changerOf(url);
  const act = createDeeds({ store, path, random, mutant, change, name });
  const seen = new Map<Deed, number>();
  for (let done = 0; done < deeds; done += 1) {
    const deed = random.chance(0.3) ? 'claim' : random.pick(DEEDS);
    const nth = (seen.get(deed) ?? 0) + 1;
    seen.set(deed, nth);
    const dies = death !== undefined && death.deed === deed && death.nth === nth ? death.when : undefined;
    if (dies === 'before') die();
    const doing = act[deed]();
    if (dies === 'under way') await pause(random.below(MAX_UNDER_WAY_MS)).then(die);
    await doing;
    if (dies === 'after') die();
  }
  await store.close();
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
