import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../web/json.ts';
import { answerJson, type Handler, readBody } from '../../web/server.ts';
import type { Workspace } from '../workspace.ts';
import { readBlocks } from './chat-methods.ts';
import { SlackError } from './slack-error.ts';

/** Where an answer through a `response_url` goes. */
export interface ResponseTarget {
  readonly channelId: string;
  readonly memberId: string;
  readonly threadTs: string | undefined;
  /** The message that was clicked in; none for a command. */
  readonly originalTs: string | undefined;
}

/** Slack's `response_url`s: five uses in thirty minutes, in any channel where the person is. */
export interface ResponseUrls {
  issue(kind: 'commands' | 'actions', target: ResponseTarget): string;
  readonly handler: Handler;
  /** Posts what a bot answered, as a `response_url` or a command's own answer may carry it. */
  respond(target: ResponseTarget, content: unknown): void;
}

const MAX_USES = 5;
const LIFETIME_MS = 30 * 60_000;

const Content = z.looseObject({
  response_type: z.string().optional(),
  text: z.string().default(''),
  blocks: z.unknown().optional(),
  replace_original: z.union([z.boolean(), z.string()]).optional(),
  delete_original: z.union([z.boolean(), z.string()]).optional(),
  thread_ts: z.string().optional(),
});

interface Needs {
  readonly workspace: Workspace;
  readonly origin: () => string;
  readonly now?: () => number;
}

export function createResponseUrls({ workspace, origin, now = Date.now }: Needs): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; uses: number; until: number }>();

  function respond(target: ResponseTarget, content: unknown): void {
    const given = Content.parse(content);
    const { channelId, originalTs } = target;
    if (isTrue(given.delete_original)) {
      if (originalTs !== undefined) workspace.remove(channelId, originalTs);
      return;
    }
    const blocks = readBlocks(given.blocks);
    const { text } = given;
    if (text === '' && blocks.length === 0) throw new SlackError('no_text');
    const isReplaced = isTrue(given.replace_original) && originalTs !== undefined;
    if (isReplaced && workspace.edit(channelId, originalTs, { text, blocks })) return;
    const ephemeralFor = given.response_type === 'in_channel' ? undefined : target.memberId;
    const threadTs = given.thread_ts ?? target.threadTs;
    workspace.post({ channelId, author: 'bot', text, blocks, ephemeralFor, threadTs });
  }

  function use(path: string, content: unknown): { status: number; body: object } {
    const entry = issued.get(path);
    if (entry === undefined) return { status: 404, body: { ok: false, error: 'invalid_url' } };
    if (now() > entry.until) return { status: 404, body: { ok: false, error: 'expired_url' } };
    if (entry.uses >= MAX_USES) return { status: 404, body: { ok: false, error: 'used_url' } };
    try {
      respond(entry.target, content);
    } catch (error) {
      if (error instanceof SlackError) return { status: 400, body: { ok: false, error: error.code } };
      if (error instanceof z.ZodError) return { status: 400, body: { ok: false, error: 'invalid_payload' } };
      throw error;
    }
    entry.uses += 1;
    return { status: 200, body: { ok: true } };
  }

  return {
    respond,
    issue(kind, target) {
      const path = `/hooks/${kind}/${randomBytes(18).toString('base64url')}`;
      issued.set(path, { target, uses: 0, until: now() + LIFETIME_MS });
      return origin() + path;
    },
    async handler(request, response) {
      const body = await readBody(request);
      const { status, body: result } = use(request.url ?? '', parseJson(body.toString('utf8')));
      answerJson(response, status, result);
    },
  };
}

function isTrue(value: boolean | string | undefined): boolean {
  return value === true || value === 'true';
}
