import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this checkout. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface SandboxOptions {
  /** Of the page; 0 for any free one. Another is taken when it is in use. */
  readonly port?: number;
  /** How Slack reaches the bot: at an address of its own, or over the socket that it opens. HTTP when not given. */
  readonly mode?: 'http' | 'socket';
  /** False for only Slack and Kaleyra. */
  readonly withBot?: boolean;
  /** Where Slack calls instead, for a bot that is started elsewhere. */
  readonly botEventsUrl?: string;
  /** Over and above what every bot of the sandbox gets. */
  readonly botEnv?: Readonly<Record<string, string>>;
  readonly templatesFile?: string;
  /** The app's manifest; the bot's own when not given. */
  readonly manifestFile?: string;
  /** Milliseconds between two reports of a message. */
  readonly reportDelayMs?: () => number;
  /** Milliseconds that a late report is late; 15 s when not given. */
  readonly lateReportMs?: number;
  /** False lets the bot call Slack as often as it likes. */
  readonly hasRateLimits?: boolean;
  /** Each line that a bot writes. */
  readonly onBotLine?: (line: string) => void;
}

/** The templates that the bot and Kaleyra know: the sandbox's own when none are given. */
export function templatesFileOf({ templatesFile = 'sandbox/templates.yml' }: SandboxOptions): string {
  return resolve(ROOT, templatesFile);
}
