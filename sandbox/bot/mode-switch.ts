import type { Done } from '../requests.ts';

/** What may leave at all, as the bots are configured. */
export type SendingMode = 'trial' | 'team' | 'live';

/** The mode of the sandbox's bots. Only their environment says it, so they start anew when it changes. */
export interface ModeSwitch {
  /** Over and above what every bot gets. */
  environment(): Readonly<Record<string, string>>;
  /** Resolves when every bot that ran runs again. */
  set(mode: SendingMode): Promise<Done>;
}

const ENVIRONMENTS: Readonly<Record<SendingMode, Readonly<Record<string, string>>>> = {
  live: { MODE: 'live' },
  trial: { MODE: 'trial' },
  team: { MODE: 'team', TEAM_CODE_TEMPLATE: 'team_code:en' },
};

export function createModeSwitch(bots: () => { restart(): Promise<void> }): ModeSwitch {
  let current: SendingMode = 'live';
  return {
    environment: () => ENVIRONMENTS[current],
    async set(mode) {
      if (mode === current) return {};
      current = mode;
      await bots().restart();
      return {};
    },
  };
}
