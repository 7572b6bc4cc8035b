import type { Done } from '../requests.ts';

/** What may leave at all, as the bots are configured. */
export type SendingMode = 'trial' | 'team' | 'live';

interface BotSetup {
  readonly mode: SendingMode;
  /** Whether Kaleyra's blocklist is told of people who said no. */
  readonly mirrorsOptOuts?: boolean | undefined;
}

/** How the sandbox's bots are configured. Only their environment says it, so they start anew when it changes. */
export interface ModeSwitch {
  /** Over and above what every bot gets. */
  environment(): Readonly<Record<string, string>>;
  /** Resolves when every bot that ran runs again. */
  set(setup: BotSetup): Promise<Done>;
}

const MODES: Readonly<Record<SendingMode, Readonly<Record<string, string>>>> = {
  live: { MODE: 'live' },
  trial: { MODE: 'trial' },
  team: { MODE: 'team', TEAM_CODE_TEMPLATE: 'team_code:en' },
};

export function createModeSwitch(bots: () => { restart(): Promise<void> }): ModeSwitch {
  let current = environmentOf({ mode: 'live' });
  return {
    environment: () => current,
    async set(setup) {
      const wanted = environmentOf(setup);
      if (JSON.stringify(wanted) === JSON.stringify(current)) return {};
      current = wanted;
      await bots().restart();
      return {};
    },
  };
}

function environmentOf({ mode, mirrorsOptOuts = false }: BotSetup): Readonly<Record<string, string>> {
  return { ...MODES[mode], MIRROR_OPTOUTS: String(mirrorsOptOuts) };
}
