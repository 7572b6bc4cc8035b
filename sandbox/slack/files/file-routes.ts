import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer, type Handler, readBody } from '../../web/server.ts';
import type { AppIdentity } from '../app-identity.ts';
import type { StoredFiles } from './stored-files.ts';

/** What Slack shows in place of a file to someone without the right token: 200, and a page. */
const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>Sign in to Slack</title></head><body></body></html>';

/** Downloads of the bot under `/files/…`, and its uploads under `/upload/…`. */
export function createFileRoutes(files: StoredFiles, app: AppIdentity): Handler {
  async function upload(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const isTaken = request.method === 'POST' && files.receive(id, await readBody(request));
    answer(response, isTaken ? 200 : 404, isTaken ? 'OK' : 'There is no such upload.');
  }

  function download(request: IncomingMessage, response: ServerResponse, id: string): void {
    const file = files.find(id);
    if (!mayRead(request, app)) answer(response, 200, LOGIN_PAGE, 'text/html; charset=utf-8');
    else if (file === undefined) answer(response, 404, 'There is no such file.');
    else answer(response, 200, file.bytes, 'application/octet-stream');
  }

  return async (request, response) => {
    const [, kind, id = ''] = new URL(request.url ?? '', 'http://127.0.0.1').pathname.split('/');
    if (kind === 'upload') await upload(request, response, id);
    else download(request, response, id);
  };
}

function mayRead({ headers }: IncomingMessage, { botToken, scopes }: AppIdentity): boolean {
  return headers.authorization === `Bearer ${botToken}` && scopes.includes('files:read');
}
