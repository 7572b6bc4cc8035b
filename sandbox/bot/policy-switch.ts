import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BotProcess } from '../protocol.ts';
import type { Done, SandboxRequests } from '../requests.ts';
import { quietHoursPolicy } from './quiet-hours-policy.ts';

/** The rules of the sandbox: one file that its bots watch, with no rule in it until they are switched on. */
export interface PolicySwitch {
  /** Resolves when every bot that runs has read it. */
  set(rules: SandboxRequests['policy']['body']): Promise<Done>;
}

interface Bots {
  list(): readonly BotProcess[];
  log(name: string): readonly string[];
}

const NO_RULES = '# The rules are switched off.\n{}\n';
const MAX_WAIT_MS = 8_000;
const LOOK_EVERY_MS = 100;

/** @param folder where the bots' own file is: it is there from now on, without a rule */
export async function openPolicySwitch(root: string, folder: string, bots: () => Bots): Promise<PolicySwitch> {
  const rulesFile = join(root, 'sandbox/policy.yml');
  const watchedFile = join(folder, 'policy.yml');
  await writeFile(watchedFile, NO_RULES);
  return {
    async set({ isOn, quietHours }) {
      const rules = () => (quietHours === true ? quietHoursPolicy(new Date()) : readFile(rulesFile, 'utf8'));
      const text = isOn ? await rules() : NO_RULES;
      if ((await readFile(watchedFile, 'utf8').catch(() => undefined)) === text) return {};
      await writeFile(watchedFile, text);
      const deadline = Date.now() + MAX_WAIT_MS;
      while (Date.now() < deadline) {
        if (allHaveRead(bots(), text)) return {};
        await pause(LOOK_EVERY_MS);
      }
      return { problem: 'The bot has not read its rules.' };
    },
  };
}

/** A bot says in its log which policy it has read, by the first characters of its hash. */
function allHaveRead({ list, log }: Bots, text: string): boolean {
  const hash = createHash('sha256').update(text).digest('hex');
  return list()
    .filter(({ state }) => state === 'running')
    .every(({ name }) => {
      const last = log(name).findLast((line) => line.includes('policy read'));
      const read = /"policy":"([0-9a-f]+)"/.exec(last ?? '')?.[1];
      return read !== undefined && hash.startsWith(read);
    });
}
