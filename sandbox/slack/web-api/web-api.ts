import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultId } from '../../faults/fault-catalogue.ts';
import type { Faults } from '../../faults/faults.ts';
import type { Timers } from '../../timers.ts';
import { answer, answerJson, type Handler, readBody } from '../../web/server.ts';
import type { AppIdentity } from '../app-identity.ts';
import type { Method } from './method.ts';
import { type Arguments, readArguments } from './method.ts';
import type { RateLimits } from './rate-limits.ts';
import { missingScope } from './scopes.ts';
import { SlackError } from './slack-error.ts';

interface Needs {
  readonly methods: Readonly<Record<string, Method>>;
  readonly app: AppIdentity;
  readonly rateLimits: RateLimits;
  readonly faults: Faults<FaultId>;
  readonly timers: Timers;
}

const SLOW_MS = 2_000;
const RETRY_AFTER_SECONDS = 2;
const WITHOUT_TOKEN = ['blocks.validate', 'api.test'];

/** Slack's Web API under `/api/<method>`. */
export function createWebApi({ methods, app, rateLimits, faults, timers }: Needs): Handler {
  function call(name: string, args: Arguments, token: string | undefined): object {
    try {
      if (!WITHOUT_TOKEN.includes(name)) checkToken(name, token, app);
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (method === undefined) return { ok: false, error: 'unknown_method', req_method: name };
      const needed = missingScope(name, app.scopes);
      if (needed !== undefined) return { ok: false, error: 'missing_scope', needed, provided: app.scopes.join(',') };
      return { ok: true, ...method(args) };
    } catch (error) {
      if (error instanceof SlackError) return refusalOf(error);
      throw error;
    }
  }

  /** Answers instead of the method when Slack is down or the bot calls too often. */
  function isTurnedAway(response: ServerResponse, name: string, args: Arguments): boolean {
    if (faults.happens('slack_down')) {
      answer(response, 503, 'Service Unavailable');
      return true;
    }
    const waitSeconds = faults.happens('slack_busy_429') ? RETRY_AFTER_SECONDS : rateLimits.waitSeconds(name, args);
    if (waitSeconds === 0) return false;
    response.setHeader('retry-after', waitSeconds);
    answerJson(response, 429, { ok: false, error: 'ratelimited' });
    return true;
  }

  return async (request, response) => {
    const args = await readArguments(request, await readBody(request));
    const name = methodOf(request);
    if (isTurnedAway(response, name, args)) return;
    response.setHeader('x-oauth-scopes', app.scopes.join(','));
    const result = call(name, args, bearerOf(request) ?? args.text('token'));
    if (faults.happens('slack_answer_lost')) response.destroy();
    else if (faults.happens('slack_slow')) timers.after(SLOW_MS, () => answerJson(response, 200, result));
    else answerJson(response, 200, result);
  };
}

function methodOf(request: IncomingMessage): string {
  return new URL(request.url ?? '', 'http://127.0.0.1').pathname.replace(/^\/api\//, '');
}

function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Each method takes one of the two tokens, and says so when it gets the other. */
function checkToken(name: string, token: string | undefined, { botToken, appToken }: AppIdentity): void {
  if (token === undefined) throw new SlackError('not_authed');
  const [wanted, other] = name === 'apps.connections.open' ? [appToken, botToken] : [botToken, appToken];
  if (token === other) throw new SlackError('not_allowed_token_type');
  if (token !== wanted) throw new SlackError('invalid_auth');
}

function refusalOf({ code, details }: SlackError): object {
  if (details.length === 0) return { ok: false, error: code };
  const errors = details.map((line) => line.replace(/^\[ERROR\] /, ''));
  return { ok: false, error: code, errors, response_metadata: { messages: details } };
}
