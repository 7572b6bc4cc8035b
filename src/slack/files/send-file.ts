import type { WebClient } from '@slack/web-api';
import { classifySlackError, later, type SlackFailure } from '../client/slack-failure.ts';

/** A file for one person. */
interface FileForPerson {
  readonly userId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the bot writes above it. */
  readonly comment: string;
}

/**
 * What became of handing over a file. `maybe_sent`: Slack did not answer the last step, so the file may be there; trying
 * again may send it twice.
 */
export type FileResult = { readonly kind: 'sent' } | { readonly kind: 'maybe_sent' } | SlackFailure;

/** Sends a file as a direct message of the bot. Never rejects. */
export type SendFileToPerson = (file: FileForPerson) => Promise<FileResult>;

interface Options {
  /** Never tries again by itself: a last step that timed out may have shared the file. */
  readonly client: Pick<WebClient, 'chat' | 'files'>;
  readonly timeoutMs?: number;
}

const UPLOAD_TIMEOUT_MS = 30_000;

/**
 * Posts the comment first, because only its answer names the direct conversation that files can be shared to, then uploads
 * in Slack's three steps. The upload address gets no token: its host is whatever Slack names.
 *
 * @see https://docs.slack.dev/messaging/working-with-files#uploading_files
 */
export function createSendFileToPerson({ client, timeoutMs = UPLOAD_TIMEOUT_MS }: Options): SendFileToPerson {
  return async ({ userId, name, bytes, comment }) => {
    let isLastStep = false;
    try {
      const { upload_url: address, file_id: id } = await client.files.getUploadURLExternal({
        filename: name,
        length: bytes.length,
      });
      if (address === undefined || id === undefined) return later('no_upload_url');
      const refusal = await upload(address, bytes, timeoutMs);
      if (refusal !== undefined) return refusal;
      const posted = await client.chat.postMessage({
        channel: userId,
        text: comment,
        parse: 'none',
        unfurl_links: false,
      });
      isLastStep = true;
      await client.files.completeUploadExternal({
        files: [{ id, title: name }],
        channel_id: posted.channel ?? userId,
        ...(posted.ts !== undefined && { thread_ts: posted.ts }),
      });
      return { kind: 'sent' };
    } catch (error) {
      const failure = classifySlackError(error);
      return isLastStep && failure.kind === 'later' ? { kind: 'maybe_sent' } : failure;
    }
  };
}

async function upload(address: string, bytes: Uint8Array, timeoutMs: number): Promise<SlackFailure | undefined> {
  const { ok, status, body } = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await body?.cancel();
  return ok ? undefined : later(`http_${status}`);
}
