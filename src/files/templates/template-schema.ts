import { z } from 'zod';
import { schemaText } from '../schema-text.ts';
import { TemplateEntry } from './template-entry.ts';

const Templates = z
  .array(TemplateEntry)
  .meta({ id: 'templates', description: 'Templates as Meta’s API gives them, with keys of our own' });

const TemplatesFile = z
  .union([z.object({ templates: Templates }), z.object({ data: Templates }), Templates])
  .meta({ title: 'Templates of the WhatsApp sender' });

/** `templates.schema.json`: what an editor checks and completes `templates.yml` with. */
export function templateSchema(): string {
  return schemaText(TemplatesFile);
}
