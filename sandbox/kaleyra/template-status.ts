import type { IncomingMessage, ServerResponse } from 'node:http';
import { componentOf, type RegisteredTemplate } from './template-file.ts';

const PATH = /^\/v1\/([^/]+)\/whatsapp\/templates\/status\/?$/;

/**
 * Kaleyra's `GET /v1/<SID>/whatsapp/templates/status[?name=…]`. Its JSON is not published; this one has what its page
 * names: each template's status, header, body, footer and buttons.
 *
 * @returns whether the request was for it, and so is answered.
 */
export function answerTemplateStatus(
  request: IncomingMessage,
  response: ServerResponse,
  account: { readonly sid: string; readonly apiKey: string; readonly templates: readonly RegisteredTemplate[] },
): boolean {
  const url = new URL(request.url ?? '', 'http://127.0.0.1');
  const sid = PATH.exec(url.pathname)?.[1];
  if (request.method !== 'GET' || sid === undefined) return false;
  const isOurs = sid === account.sid && request.headers['api-key'] === account.apiKey;
  const name = url.searchParams.get('name');
  const asked = account.templates.filter((template) => name === null || template.name === name);
  const body = isOurs
    ? { data: asked.map(statusOf), error: {} }
    : { code: 'RBC001', message: 'Incorrect SID or API Key.' };
  const text = JSON.stringify(body);
  response.writeHead(isOurs ? 200 : 401, { 'content-type': 'application/json' });
  response.end(text);
  return true;
}

function statusOf(template: RegisteredTemplate) {
  const { status } = template;
  return {
    template_name: template.name,
    language: template.language,
    category: template['category'],
    status: status.charAt(0).toUpperCase() + status.slice(1).toLowerCase(),
    components: template.components,
    header: componentOf(template, 'HEADER'),
    body: componentOf(template, 'BODY')?.text,
  };
}
