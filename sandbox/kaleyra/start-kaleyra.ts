import type { Credentials } from '../bot/environment.ts';
import type { FaultId } from '../faults/fault-catalogue.ts';
import type { Faults } from '../faults/faults.ts';
import type { Feed } from '../feed.ts';
import type { Fault } from '../protocol.ts';
import { type SandboxOptions, templatesFileOf } from '../sandbox-options.ts';
import { BUSINESS_NAME, KALEYRA_FROM, PHONES } from '../seed-data.ts';
import type { Timers } from '../timers.ts';
import { type RunningServer, serve } from '../web/server.ts';
import { createLocalKaleyra, type LocalKaleyra } from './local-kaleyra.ts';
import { readTemplateFile } from './template-file.ts';
import { createTemplateRegister, type TemplateRegister } from './template-register.ts';

export interface RunningKaleyra extends LocalKaleyra {
  readonly register: TemplateRegister;
  readonly server: RunningServer;
}

/**
 * Kaleyra on a port of its own, knowing the same templates and senders as the bot is configured with.
 *
 * @param incomingUrl where the bot takes replies; undefined while no bot runs
 */
export async function startKaleyra(
  options: SandboxOptions,
  { sid, apiKey }: Credentials,
  ground: { readonly faults: Faults<FaultId>; readonly feed: Feed; readonly timers: Timers },
  incomingUrl: () => string | undefined,
): Promise<RunningKaleyra> {
  const register = createTemplateRegister(await readTemplateFile(templatesFileOf(options)), ground.feed);
  const senders = sendersOf(options.botEnv?.['KALEYRA_FROM'] ?? KALEYRA_FROM);
  const { reportDelayMs, lateReportMs } = options;
  const kaleyra = createLocalKaleyra({
    ...ground,
    account: {
      sid,
      apiKey,
      senders,
      get templates() {
        return register.list();
      },
    },
    phones: PHONES,
    ...(reportDelayMs && { reportDelayMs }),
    lateReportMs,
    incomingUrl,
    origin: () => server.origin,
  });
  const server: RunningServer = await serve(kaleyra.handler, 0);
  ground.feed.subscribe((event) => {
    if (event.type === 'faults') void server.setOpen(!isDown(event.faults));
  });
  return { ...kaleyra, register, server };
}

function isDown(faults: readonly Fault[]): boolean {
  return faults.some(({ id, isOn }) => id === ('kaleyra_down' satisfies FaultId) && isOn);
}

/** Phones show the business's own name; the name in `KALEYRA_FROM` is only for its staff. */
function sendersOf(from: string): ReadonlyMap<string, string> {
  const numbers = from.split(',').map((one) => one.replace(/=.*/, '').replace(/[\s+]/g, ''));
  return new Map(numbers.map((number) => [number, BUSINESS_NAME]));
}
