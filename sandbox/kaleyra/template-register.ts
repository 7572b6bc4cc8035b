import { randomUUID } from 'node:crypto';
import type { Feed } from '../feed.ts';
import type { TemplateStatus } from '../protocol.ts';
import type { RegisteredTemplate } from './template-file.ts';

/** The account's templates, whose status WhatsApp may change at any time. */
export interface TemplateRegister {
  list(): readonly RegisteredTemplate[];
  /** As the page shows them. */
  statuses(): readonly TemplateStatus[];
  /** False when there is no such template. */
  setStatus(name: string, language: string, status: string): boolean;
}

const MAX_WAIT_MS = 10_000;

export function createTemplateRegister(templates: readonly RegisteredTemplate[], feed: Feed): TemplateRegister {
  let registered = templates;
  const statuses = () => registered.map(({ name, language, status }) => ({ name, language, status }));
  return {
    list: () => registered,
    statuses,
    setStatus(name, language, status) {
      const isMeant = (one: RegisteredTemplate) => one.name === name && one.language === language;
      registered = registered.map((one) => (isMeant(one) ? { ...one, status } : one));
      feed.publish({ type: 'templates', templates: statuses() });
      return registered.some(isMeant);
    },
  };
}

/** Kaleyra's callback about a template, with the fields of its page: sent once, whatever the answer is. */
export async function announceStatus(
  reportsUrl: string,
  { name, language, status }: { readonly name: string; readonly language: string; readonly status: string },
): Promise<void> {
  const url = new URL(reportsUrl);
  const fields = {
    id: randomUUID(),
    time: String(Math.floor(Date.now() / 1000)),
    event: status,
    message_template_id: '1000000000000001',
    message_template_name: name,
    message_template_language: language,
    reason: 'NONE',
  };
  for (const [field, value] of Object.entries(fields)) url.searchParams.append(field, value);
  await fetch(url, { signal: AbortSignal.timeout(MAX_WAIT_MS) }).catch(() => undefined);
}
