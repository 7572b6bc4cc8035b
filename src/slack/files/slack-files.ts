import type { Logger } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { createReadSlackFile, type ReadSlackFile } from './read-file.ts';
import { createSendFileToPerson, type SendFileToPerson } from './send-file.ts';

/** Files from people and to them. */
export interface SlackFiles {
  /** Whether this app may show a field for files and read them. */
  readonly takesFiles: () => boolean;
  readonly readFile: ReadSlackFile;
  readonly sendFile: SendFileToPerson;
}

const TIMEOUT_MS = 30_000;

interface Options {
  readonly botToken: string;
  readonly clientOptions: WebClientOptions;
  readonly logger: Logger;
  readonly scopes: (() => ReadonlySet<string> | undefined) | undefined;
}

/** Its client waits longer than a listener's, because a file may be large. */
export function createSlackFiles({ botToken, clientOptions, logger, scopes }: Options): SlackFiles {
  const client = new WebClient(botToken, { ...clientOptions, logger, timeout: TIMEOUT_MS });
  return {
    takesFiles: () => scopes?.()?.has('files:read') === true,
    readFile: createReadSlackFile({ client, botToken, apiUrl: clientOptions.slackApiUrl ?? 'https://slack.com/api/' }),
    sendFile: createSendFileToPerson({ client }),
  };
}
