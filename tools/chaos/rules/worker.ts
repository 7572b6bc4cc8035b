import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../random.ts';
import { openChanger } from './changer.ts';
import { createDeeds, type Deed, pickDeed, type RuleMutant } from './deeds.ts';
import { openImpatientStore } from './impatient-store.ts';

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

const MAX_UNDER_WAY_MS = 4;

// Ends with the harness.
process.on('disconnect', () => process.exit(1));
process.once('message', (order: RulesOrder) => {
  void live(order).then(() => process.exit(0));
});

async function live({ url, path, seed, name, mutant, deeds, death }: RulesOrder): Promise<void> {
  const random = seeded(seed, name);
  const store = await openImpatientStore(url);
  const change = openChanger(url);
  const act = createDeeds({ store, path, random, mutant, change, name });
  const seen = new Map<Deed, number>();
  for (let done = 0; done < deeds; done += 1) {
    const deed = pickDeed(random);
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
