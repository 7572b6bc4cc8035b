import { fail, ok, type Result } from '../../core/result.ts';
import type { FetchMedia, Media, MediaProblem } from '../../flow/ports/media.ts';
import { sniffKind } from './sniff-kind.ts';

/**
 * Where Kaleyra keeps what recipients send: "an S3 link held by Kaleyra", and its own hosts.
 *
 * @see https://developers.kaleyra.io/docs/incoming-whatsapp-messages
 */
const KALEYRA_HOSTS: readonly RegExp[] = [
  /^(?:[a-z0-9-]+\.)*kaleyra\.(?:io|com|ai)$/,
  /^(?:[a-z0-9.-]+\.)?s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com$/,
];
const TIMEOUT_MS = 15_000;

interface Options {
  /** Hosts beside Kaleyra's, in lower case. */
  readonly hosts: readonly string[];
  /** The origin of a provider on this machine: the sandbox's. */
  readonly localOrigin?: string | undefined;
  readonly timeoutMs?: number;
}

/**
 * Fetches only from hosts that are known, over TLS, and follows no redirect: a callback names the address, and with the secret of
 * the callbacks in the wrong hands it could name any. What comes is taken for what its first bytes say that it is.
 */
export function createFetchMedia({ hosts, localOrigin, timeoutMs = TIMEOUT_MS }: Options): FetchMedia {
  return async (address, maxBytes) => {
    const url = URL.parse(address);
    if (url === null || !isAllowed(url, hosts, localOrigin)) return fail('not_allowed');
    try {
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
      const bytes = await readWithin(response, maxBytes);
      return bytes.ok ? mediaOf(bytes.value) : bytes;
    } catch {
      return fail('unreachable');
    }
  };
}

function isAllowed(url: URL, hosts: readonly string[], localOrigin: string | undefined): boolean {
  if (url.origin === localOrigin) return true;
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return false;
  return hosts.includes(url.hostname) || KALEYRA_HOSTS.some((host) => host.test(url.hostname));
}

async function readWithin(
  { body, headers, status }: Response,
  maxBytes: number,
): Promise<Result<Uint8Array, MediaProblem>> {
  if (status !== 200 || body === null || Number(headers.get('content-length') ?? 0) > maxBytes) {
    await body?.cancel();
    return fail(status === 200 && body !== null ? 'too_large' : 'unreachable');
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) return fail('too_large');
    chunks.push(chunk);
  }
  return ok(Buffer.concat(chunks));
}

function mediaOf(bytes: Uint8Array): Result<Media, MediaProblem> {
  const kind = sniffKind(bytes);
  return kind === undefined ? fail('unknown_kind') : ok({ name: `${kind.noun}.${kind.extension}`, bytes });
}
