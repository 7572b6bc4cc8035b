import type { FilesInfoResponse, WebClient } from '@slack/web-api';
import { fail, ok, type Result } from '../../core/result.ts';
import { classifySlackError } from '../client/slack-failure.ts';

/** Why a file that a person chose in Slack could not be read. */
export type FileProblem =
  | 'too_large'
  /** It lives at Google Drive, OneDrive or the like: Slack has only a link. */
  | 'external'
  /** Slack still examines it, or has lost it. */
  | 'not_ready'
  /** The app lacks `files:read`, or Slack showed its login page in place of the file. */
  | 'no_permission'
  | 'unreachable';

interface SlackFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Reads a file that a person put into a form. @param fileId Slack's ID of it @param maxBytes counted after decompression */
export type ReadSlackFile = (fileId: string, maxBytes: number) => Promise<Result<SlackFile, FileProblem>>;

interface Options {
  readonly client: Pick<WebClient, 'files'>;
  readonly botToken: string;
  /** The Web API; a file may also come from its origin, which is where a test has Slack. */
  readonly apiUrl: string;
  readonly timeoutMs?: number;
  /** Between two looks at a file that Slack has not examined yet. */
  readonly retryAfterMs?: number;
}

const TIMEOUT_MS = 10_000;
const RETRY_AFTER_MS = 1_500;
const MAX_LOOKS = 3;
/** Where Slack keeps its files. No other host may see the token. */
const SLACK_HOST = /^(?:[a-z0-9-]+\.)*(?:slack\.com|slack-edge\.com|slack-files\.com)$/;

/**
 * Never believes the file that came with a form: Slack Connect sends one without an address, an external file names any
 * host, and just after the upload nothing is known about it. So Slack is asked by the ID.
 *
 * @see https://docs.slack.dev/reference/methods/files.info
 * @see https://docs.slack.dev/reference/objects/file-object
 */
export function createReadSlackFile(options: Options): ReadSlackFile {
  const { client, botToken, apiUrl, timeoutMs = TIMEOUT_MS, retryAfterMs = RETRY_AFTER_MS } = options;

  return async (fileId, maxBytes) => {
    const found = await find(client, fileId, retryAfterMs);
    if (!found.ok) return found;
    const { name, size, url } = found.value;
    if (size > maxBytes) return fail('too_large');
    if (!isSlackAddress(url, apiUrl)) return fail('external');
    try {
      const bytes = await download(url, { apiUrl, botToken, maxBytes, signal: AbortSignal.timeout(timeoutMs) });
      return bytes.ok ? ok({ name, bytes: bytes.value }) : bytes;
    } catch {
      return fail('unreachable');
    }
  };
}

interface FoundFile {
  readonly name: string;
  readonly size: number;
  readonly url: URL;
}

async function find(
  client: Options['client'],
  fileId: string,
  retryAfterMs: number,
): Promise<Result<FoundFile, FileProblem>> {
  for (let look = 1; look <= MAX_LOOKS; look += 1) {
    if (look > 1) await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    try {
      const { file } = await client.files.info({ file: fileId });
      if (file?.is_external === true || file?.mode === 'external') return fail('external');
      const found = addressOf(file);
      if (found !== undefined) return ok(found);
    } catch (error) {
      if (classifySlackError(error).kind !== 'later') return fail('no_permission');
    }
  }
  return fail('not_ready');
}

/** @returns undefined while Slack knows no address of it */
function addressOf(file: FilesInfoResponse['file']): FoundFile | undefined {
  const address = file?.url_private_download ?? file?.url_private;
  if (address === undefined || !URL.canParse(address)) return undefined;
  return { name: file?.name ?? 'file', size: file?.size ?? 0, url: new URL(address) };
}

function isSlackAddress(url: URL, apiUrl: string): boolean {
  return url.origin === new URL(apiUrl).origin || (url.protocol === 'https:' && SLACK_HOST.test(url.hostname));
}

interface Download {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Follows at most one redirect, to a Slack host, and without the token. */
async function download(url: URL, options: Download): Promise<Result<Uint8Array, FileProblem>> {
  const { apiUrl, botToken, signal } = options;
  const first = await fetch(url, {
    headers: { authorization: `Bearer ${botToken}` },
    redirect: 'manual',
    signal,
  });
  const location = first.headers.get('location');
  if (first.status < 300 || first.status >= 400 || location === null) return readResponse(first, options);
  await first.body?.cancel();
  const target = new URL(location, url);
  if (!isSlackAddress(target, apiUrl)) return fail('external');
  return readResponse(await fetch(target, { redirect: 'error', signal }), options);
}

async function readResponse(response: Response, { maxBytes }: Download): Promise<Result<Uint8Array, FileProblem>> {
  const { status, body, headers } = response;
  if (status !== 200 || isPage(headers.get('content-type'))) {
    await body?.cancel();
    // Without the scope Slack answers with its login page and 200.
    return fail(status === 200 || status === 401 || status === 403 ? 'no_permission' : 'unreachable');
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) return fail('too_large');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  return startsAsPage(bytes) ? fail('no_permission') : ok(bytes);
}

function isPage(contentType: string | null): boolean {
  return contentType?.trim().toLowerCase().startsWith('text/html') ?? false;
}

function startsAsPage(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart().toLowerCase();
  return start.startsWith('<!doctype') || start.startsWith('<html');
}
