import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Feed } from '../feed.ts';
import type { SandboxState } from '../protocol.ts';
import type { SandboxRequests } from '../requests.ts';
import { streamEvents } from './event-stream.ts';
import { isJson, strangerReason } from './guard.ts';
import { parseJson } from './json.ts';
import type { PageFile } from './page-bundle.ts';
import { REQUEST_BODIES } from './request-bodies.ts';
import { answer, answerJson, type Handler, readBody } from './server.ts';

export type Actions = {
  readonly [Name in keyof SandboxRequests]: (
    body: SandboxRequests[Name]['body'],
  ) => Promise<SandboxRequests[Name]['answer']>;
};

interface Needs {
  readonly page: () => Promise<ReadonlyMap<string, PageFile>>;
  readonly slack: Handler;
  readonly actions: Actions;
  readonly feed: Feed;
  readonly state: () => SandboxState;
  readonly log: (name: string) => readonly string[];
  readonly files: { find(id: string): Download | undefined };
  /** A sample sheet by its name. */
  readonly sheet: (name: string) => Download | undefined;
}

interface Download {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Everything on the sandbox's one address: the page, what it asks for, and the local Slack. */
export function createSandboxRoutes(needs: Needs): Handler {
  const { page, slack, actions, feed, state, log, files, sheet } = needs;

  async function get(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (url.pathname === '/sandbox/state') answerJson(response, 200, state());
    else if (url.pathname === '/sandbox/events') streamEvents(request, response, feed, state);
    else if (url.pathname === '/sandbox/log') answerJson(response, 200, log(url.searchParams.get('name') ?? ''));
    else if (url.pathname === '/sandbox/file') download(response, files.find(url.searchParams.get('id') ?? ''));
    else if (url.pathname === '/sandbox/sheet') download(response, sheet(url.searchParams.get('name') ?? ''));
    else await file(response, url.pathname);
  }

  function download(response: ServerResponse, found: Download | undefined): void {
    if (found === undefined) {
      answer(response, 404, 'There is no such file.');
      return;
    }
    response.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`);
    answer(response, 200, found.bytes, 'application/octet-stream');
  }

  async function file(response: ServerResponse, path: string): Promise<void> {
    const found = (await page()).get(path);
    if (found === undefined) {
      answer(response, 404, 'There is nothing here.');
      return;
    }
    response.setHeader('cache-control', 'no-store');
    answer(response, 200, Buffer.from(found.body), found.type);
  }

  async function post(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const name = /^\/sandbox\/(\w+)$/.exec(path)?.[1];
    if (name === undefined || !isAction(name)) {
      answer(response, 404, 'There is nothing here.');
      return;
    }
    if (!isJson(request)) {
      answer(response, 415, 'Send JSON, with its content type.');
      return;
    }
    const body = parseJson((await readBody(request)).toString('utf8'));
    const result = await perform(actions, name, body);
    if (result instanceof z.ZodError) answerJson(response, 400, { problem: z.prettifyError(result) });
    else answerJson(response, 200, result);
  }

  return async (request, response) => {
    const stranger = strangerReason(request);
    if (stranger !== undefined) {
      answer(response, 403, stranger);
      return;
    }
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    if (/^\/(api|hooks|files|upload)\//.test(url.pathname)) await slack(request, response);
    else if (request.method === 'GET') await get(request, response, url);
    else if (request.method === 'POST') await post(request, response, url.pathname);
    else answer(response, 405, 'Only GET and POST.');
  };
}

function isAction(name: string): name is keyof SandboxRequests {
  return Object.hasOwn(REQUEST_BODIES, name);
}

/** One generic function, so that the schema and the action of a name are known to fit. */
async function perform<Name extends keyof SandboxRequests>(
  actions: Actions,
  name: Name,
  body: unknown,
): Promise<SandboxRequests[Name]['answer'] | z.ZodError> {
  const read = REQUEST_BODIES[name].safeParse(body);
  return read.success ? actions[name](read.data) : read.error;
}
